package dev.freshet.sim.fault;

/// A kind of misfortune. Each is counted when it strikes, not when it was planned: a sweep that
/// never saw one of them has shown nothing about it.
public enum Fault {
  /// A packet was lost on its way.
  LOST_PACKET,
  /// Somebody tried to connect to a host that nobody can connect to.
  NAT,
  /// Bytes or an attempt to connect met a partition between the two sites.
  PARTITION,
  /// The tracker did not answer somebody.
  TRACKER_DOWN,
  /// The tracker began anew and knew none of those who had announced themselves.
  TRACKER_RESTART,
  /// A connection broke.
  BROKEN_CONNECTION,
  /// A process was killed; what it had given to the system is still there.
  KILL,
  /// A host lost its power, and bytes that were not durable with it.
  POWER_CUT,
  /// A power cut left some sectors of a file as they were and others as they had become.
  TORN_WRITE,
  /// A power cut took away a file whose name was not durable.
  LOST_FILE,
  /// A disk had no room for a write.
  FULL_DISK,
  /// A disk took seconds.
  SLOW_DISK,
  /// A read failed.
  FAILED_READ,
  /// A write failed, perhaps after some of it.
  FAILED_WRITE,
  /// A force failed, and the system will call the next one a success.
  FAILED_FORCE,
  /// A disk said that bytes were durable which were not.
  LYING_DISK,
  /// A bit on a disk flipped, and nobody was told.
  FLIPPED_BIT,
  /// A peer sent bytes that it knew to be wrong.
  CORRUPT_BLOCK,
  /// A peer that gives nothing took part.
  FREE_RIDER,
  /// A peer said that it has what it lacks.
  FALSE_HAVE,
  /// A peer asked for more than anyone could want.
  REQUEST_FLOOD,
  /// A peer sent what is no message.
  GARBAGE,
  /// A torrent was paused for a while.
  PAUSE,
  /// A torrent was checked anew in the middle of everything.
  RECHECK,
  /// A torrent was removed.
  REMOVAL,
  /// A peer left as soon as it had everything.
  SELFISH_LEAVING,
  /// A peer came back with what lay on its disk.
  RETURN
}
