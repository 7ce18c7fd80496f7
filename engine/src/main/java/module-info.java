/// The embeddable library: the public API, and the loop that ties core, storage and net.
@org.jspecify.annotations.NullMarked
module dev.freshet.engine {
  requires transitive dev.freshet.core;
  requires dev.freshet.net;
  requires dev.freshet.storage;
  requires static transitive org.jspecify;

  exports dev.freshet.engine;
}
