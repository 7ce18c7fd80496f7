package dev.freshet.core.piece;

import java.util.List;

/// What a block that came is worth.
public sealed interface Arrival {
  /// It was missing: to be written.
  ///
  /// @param pieceDone whether it was the last of its piece, which is now to be verified
  /// @param alsoAsked the other peers that were asked for it and need not send it any more
  record Fresh(boolean pieceDone, List<Integer> alsoAsked) implements Arrival {
    static final Fresh PLAIN = new Fresh(false, List.of());

    public Fresh {
      alsoAsked = List.copyOf(alsoAsked);
    }
  }

  /// It was asked for, but it was here already.
  record Duplicate() implements Arrival {}

  /// The peer was not asked for it, or so long ago that nobody remembers.
  record Unrequested() implements Arrival {}
}
