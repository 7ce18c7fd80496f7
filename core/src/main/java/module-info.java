/// The mind: everything that BitTorrent decides, as pure state machines. Imports `protocol` only;
/// time and chance are arguments, and the world is changed by effects alone.
@org.jspecify.annotations.NullMarked
module dev.freshet.core {
  requires transitive dev.freshet.protocol;
  requires static transitive org.jspecify;

  exports dev.freshet.core.announce;
  exports dev.freshet.core.api;
  exports dev.freshet.core.bound;
  exports dev.freshet.core.edge;
  exports dev.freshet.core.node;
  exports dev.freshet.core.registry;
  exports dev.freshet.core.replay;
}
