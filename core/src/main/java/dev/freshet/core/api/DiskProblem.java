package dev.freshet.core.api;

/// Why storage could not do something, as far as it changes what we do about it.
public enum DiskProblem {
  /// No space left, or over quota: waits for space, goes on seeding.
  FULL,
  /// Not permitted, or a read-only file system: waits, goes on seeding.
  DENIED,
  /// A file that had data is gone or shorter: its pieces must be checked again.
  MISSING,
  /// Another process uses the same files.
  IN_USE,
  /// The metainfo's names cannot be stored here, or another torrent is writing to them.
  BAD_NAME,
  /// The device failed, or anything else.
  FAILED
}
