/// The language: bytes to values and back. Imports nothing but the JDK; holds no thread, socket,
/// file, clock or randomness.
@org.jspecify.annotations.NullMarked
module dev.freshet.protocol {
  requires java.xml;
  requires static transitive org.jspecify;

  exports dev.freshet.protocol;
  exports dev.freshet.protocol.announce;
  exports dev.freshet.protocol.bencode;
  exports dev.freshet.protocol.dht;
  exports dev.freshet.protocol.http;
  exports dev.freshet.protocol.local;
  exports dev.freshet.protocol.magnet;
  exports dev.freshet.protocol.mapping;
  exports dev.freshet.protocol.metainfo;
  exports dev.freshet.protocol.proxy;
  exports dev.freshet.protocol.utp;
  exports dev.freshet.protocol.wire;
}
