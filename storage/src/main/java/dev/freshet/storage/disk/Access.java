package dev.freshet.storage.disk;

/// What a file is opened for.
public enum Access {
  /// To read what is there, through symbolic links wherever they lead: they are the user's own.
  READ_THROUGH_LINKS,
  /// To read what is there; a symbolic link below the root is refused.
  READ,
  /// To read and write; the file and its folders are made if they are not there, and a symbolic
  /// link below the root is refused.
  WRITE
}
