package dev.freshet.core.piece;

import dev.freshet.protocol.Geometry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The pieces that have been begun and are not verified, and which of them have free blocks. Keeps
/// the availability's open pieces and the begun ones apart.
final class BegunPieces {
  /// How many pieces with free blocks there may be. Beyond it one that nobody works on is given up.
  static final int MAX_PARTIALS = 2048;

  private final Geometry geometry;
  private final IntUnaryOperator blocks;
  private final Availability availability;
  private final @Nullable PieceProgress[] begun;
  private final List<PieceProgress> partials = new ArrayList<>();

  /// `blocks` says how many blocks of a piece are to be fetched, from its first on.
  BegunPieces(Geometry geometry, IntUnaryOperator blocks, Availability availability) {
    this.geometry = geometry;
    this.blocks = blocks;
    this.availability = availability;
    this.begun = new PieceProgress[geometry.pieceCount()];
  }

  /// The progress of this piece; null if it is not begun.
  @Nullable PieceProgress get(int piece) {
    return begun[piece];
  }

  /// Those with free blocks.
  List<PieceProgress> partials() {
    return Collections.unmodifiableList(partials);
  }

  /// Whether there is room for one more, if need be after giving up one that nobody works on.
  boolean room() {
    return partials.size() < MAX_PARTIALS || dropIdle();
  }

  /// Begins a piece that is not begun.
  PieceProgress begin(int piece) {
    availability.close(piece);
    PieceProgress progress =
        new PieceProgress(piece, geometry.pieceSize(piece), blocks.applyAsInt(piece));
    begun[piece] = progress;
    changed(progress);
    return progress;
  }

  /// The free blocks of this piece have changed.
  void changed(PieceProgress progress) {
    if (progress.freeCount() > 0 && progress.place < 0) {
      progress.place = partials.size();
      partials.add(progress);
    } else if (progress.freeCount() == 0 && progress.place >= 0) {
      unplace(progress);
    }
  }

  /// The piece is as if never begun: its requests are void and its blocks are gone.
  void reopen(PieceProgress progress) {
    forget(progress);
    availability.open(progress.piece);
  }

  /// The piece is here: its requests are void.
  void forget(PieceProgress progress) {
    begun[progress.piece] = null;
    if (progress.place >= 0) {
      unplace(progress);
    }
    progress.dropAll();
  }

  private boolean dropIdle() {
    for (PieceProgress progress : partials) {
      if (progress.underWay() == 0) {
        reopen(progress);
        return true;
      }
    }
    return false;
  }

  private void unplace(PieceProgress progress) {
    PieceProgress last = partials.removeLast();
    if (last != progress) {
      partials.set(progress.place, last);
      last.place = progress.place;
    }
    progress.place = -1;
  }
}
