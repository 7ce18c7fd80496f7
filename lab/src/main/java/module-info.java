/// The lab: one origin and many peers on this machine over links of a known rate, by BitTorrent and
/// by plain HTTP, measured.
@org.jspecify.annotations.NullMarked
module dev.freshet.lab {
  requires transitive dev.freshet.engine;
  requires dev.freshet.tracker;
  requires java.net.http;
  requires jdk.httpserver;
  requires jdk.management;
  requires static transitive org.jspecify;

  exports dev.freshet.lab;
}
