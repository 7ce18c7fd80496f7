/// The real network: TCP, UDP, HTTP fetch, name look-ups. Knows no BitTorrent.
@org.jspecify.annotations.NullMarked
module dev.freshet.net {
  requires transitive dev.freshet.core;
  requires jdk.net;
  requires static transitive org.jspecify;

  exports dev.freshet.net;
}
