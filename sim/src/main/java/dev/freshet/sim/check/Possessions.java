package dev.freshet.sim.check;

import static dev.freshet.sim.check.Breach.unless;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.protocol.Bitfield;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;

/// What one life of a node may call its own: by what its storage answered, held against what is
/// true. A piece is had once it was verified as written, or when the journal vouches for it, and
/// then it must be right.
final class Possessions {
  private final Truth truth;
  private final BitSet have = new BitSet();
  private final Set<Long> came = new TreeSet<>();
  private final Set<Long> written = new TreeSet<>();
  private int pieces;
  private boolean trusted;
  private long givenNow;

  Possessions(Truth truth) {
    this.truth = truth;
  }

  /// Whoever added the torrent vouches for what lies there.
  void trusted(boolean on) {
    trusted = on;
  }

  // The disk.

  void heard(DiskInput input) {
    switch (input) {
      case DiskInput.Opened(int _, Bitfield known, Bitfield unknown) -> {
        have.clear();
        written.clear();
        for (int piece = 0; piece < pieces; piece++) {
          unless(
              !known.get(piece) || sound(piece),
              "the journal vouches for piece " + piece + ", which is not right on disk");
          have.set(piece, known.get(piece) || (trusted && unknown.get(piece)));
        }
      }
      case DiskInput.Verified(int _, int piece, boolean ok, byte[] _) -> {
        if (ok) {
          unless(sound(piece), "verified piece " + piece + ", which is not right on disk");
          have.set(piece);
        } else {
          forget(piece);
        }
      }
      case DiskInput.Failed failed -> {
        switch (failed.during()) {
          case DiskEffect.Write write -> forget(write.piece());
          case DiskEffect.Verify verify -> forget(verify.piece());
          case DiskEffect.Read read -> forget(read.piece());
          case DiskEffect _ -> {}
        }
      }
      case DiskInput.Lost(int _, Bitfield lost, String _) -> {
        for (int piece = lost.nextSet(0); piece >= 0; piece = lost.nextSet(piece + 1)) {
          have.clear(piece);
        }
      }
      case DiskInput _ -> {}
    }
  }

  private boolean sound(int piece) {
    return truth.stored(piece) || !truth.diskKeptWord();
  }

  private void forget(int piece) {
    written.removeIf(block -> block >>> 32 == piece);
  }

  void said(DiskEffect effect) {
    switch (effect) {
      case DiskEffect.Open open -> pieces = open.info().geometry().pieceCount();
      case DiskEffect.Write(int _, int piece, int begin, ByteBuffer _, var _) -> {
        long block = block(piece, begin);
        unless(came.remove(block), "writes what it did not ask for");
        unless(written.add(block), "writes block " + piece + "/" + begin + " twice");
      }
      case DiskEffect _ -> {}
    }
  }

  // The wire.

  /// A block came that was asked for.
  void came(int piece, int begin) {
    came.add(block(piece, begin));
  }

  private static long block(int piece, int begin) {
    return (long) piece << 32 | begin;
  }

  /// The node says that it has this piece.
  void announced(int piece) {
    unless(have.get(piece), "announces piece " + piece + ", which is not verified");
  }

  /// The node says that it has everything.
  void announcedAll() {
    unless(have.cardinality() == pieces && pieces > 0, "announces all, which is not verified");
  }

  /// The node gives a block.
  void gave(int piece, int begin, ByteBuffer bytes) {
    unless(have.get(piece), "gives of piece " + piece + ", which is not verified");
    unless(
        truth.right(piece, begin, bytes) || !truth.diskKeptWord(),
        "gives wrong bytes of piece " + piece);
    givenNow += bytes.remaining();
  }

  /// Payload given since this was last asked.
  long takeGiven() {
    long given = givenNow;
    givenNow = 0;
    return given;
  }

  // The embedder.

  /// The node calls this piece complete.
  void completed(int piece) {
    unless(have.get(piece), "calls piece " + piece + " complete, which is not verified");
    unless(sound(piece), "calls piece " + piece + " complete, which is not right on disk");
  }

  /// The node calls everything complete.
  void completed() {
    for (int piece = 0; piece < pieces; piece++) {
      completed(piece);
    }
  }
}
