package dev.freshet.core.piece;

import org.jspecify.annotations.Nullable;

/// A block under way from one peer. Those of the same block are a chain.
final class Request {
  final Asked peer;
  final PieceProgress progress;
  final int block;

  /// When it should be here, by what the peer gave when it was asked.
  final long due;

  @Nullable Request next;

  Request(Asked peer, PieceProgress progress, int block, long due) {
    this.peer = peer;
    this.progress = progress;
    this.block = block;
    this.due = due;
  }

  /// When to expect it, seen from now. What is late already will be late by as much again: the best
  /// guess about something of which only its lateness is known.
  long expected(long nowNanos) {
    return nowNanos - due <= 0 ? due : nowNanos + (nowNanos - due);
  }
}
