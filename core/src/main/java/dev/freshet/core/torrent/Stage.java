package dev.freshet.core.torrent;

/// Where a torrent stands in its life.
sealed interface Stage {
  /// The info dictionary comes from peers. Leaves to [Trading] or [Leaving].
  record Learning(dev.freshet.core.torrent.Learning talk) implements Stage {}

  /// What the torrent is, is known. Leaves to [Leaving].
  record Trading(Exchange exchange) implements Stage {}

  /// Goodbyes are being said, and trackers told how many bytes were `left`; over when they and the
  /// disk have answered, or at `until`.
  record Leaving(long until, boolean shut, long left) implements Stage {}

  /// Over.
  record Gone() implements Stage {}
}
