/// Pieces to files: layout, write, read, hash, journal, behind a small `Disk` port. Knows no peers.
@org.jspecify.annotations.NullMarked
module dev.freshet.storage {
  requires transitive dev.freshet.core;
  requires static transitive org.jspecify;

  exports dev.freshet.storage;
  exports dev.freshet.storage.create;
  exports dev.freshet.storage.disk;
}
