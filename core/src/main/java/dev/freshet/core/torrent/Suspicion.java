package dev.freshet.core.torrent;

import dev.freshet.core.piece.BlameLedger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What follows when a piece does not fit its hash: who is to blame, and what is to be fetched
/// again.
///
/// *Theory of operation.* A [BlameLedger] compares failed attempts with the one that fits. With v2
/// it need not come to that: the true block hashes can be had from any peer, and then only the bad
/// blocks are fetched again. A piece waits for them for [#PATIENCE_NANOS]; after that all of it is
/// fetched again. Where it was begun anew meanwhile, the judgement is still one on those who sent
/// bad bytes, but not on what has come since.
final class Suspicion {
  /// How long a failed piece waits for the true hashes of its blocks.
  static final long PATIENCE_NANOS = 5_000_000_000L;

  /// @param past whether the piece has been begun anew since
  private record Failure(byte[] leaves, int[] senders, long at, boolean past) {
    Failure left() {
      return new Failure(leaves, senders, at, true);
    }
  }

  /// What is to be done about a failed piece.
  ///
  /// @param liars the peers that are guilty
  /// @param bad the blocks to fetch again; null for all, none if the piece was begun anew since
  record Judgement(int piece, List<Integer> liars, @Nullable BitSet bad) {}

  private final BlameLedger ledger = new BlameLedger();
  private final Map<Integer, Failure> waiting = new LinkedHashMap<>();

  /// A piece failed; `hashes` tells whether the true hashes of its blocks are on their way. The
  /// judgement; null if it waits for those.
  @Nullable Judgement failed(
      long now, int piece, int[] senders, byte @Nullable [] leaves, boolean hashes) {
    if (leaves == null || leaves.length != senders.length * 32) {
      return new Judgement(piece, List.of(), null);
    }
    if (hashes) {
      waiting.put(piece, new Failure(leaves, senders, now, false));
      return null;
    }
    return new Judgement(piece, List.copyOf(ledger.failed(piece, leaves, senders)), null);
  }

  /// The true hashes of a failed piece's blocks have come. The judgement; null if no one waits for
  /// it.
  @Nullable Judgement told(int piece, byte[] right) {
    Failure failure = waiting.remove(piece);
    if (failure == null || right.length < failure.leaves.length) {
      return null;
    }
    byte[] trimmed = Arrays.copyOf(right, failure.leaves.length);
    BitSet bad = new BitSet();
    List<Integer> liars = new ArrayList<>();
    for (int block : BlameLedger.badBlocks(failure.leaves, trimmed)) {
      bad.set(block);
      if (!liars.contains(failure.senders[block])) {
        liars.add(failure.senders[block]);
      }
    }
    if (failure.past) {
      bad.clear();
    }
    return new Judgement(piece, liars, bad.isEmpty() && !failure.past ? null : bad);
  }

  /// This piece was begun anew, whatever it waited for.
  void restarted(int piece) {
    waiting.computeIfPresent(piece, (_, failure) -> failure.left());
  }

  /// All pieces were begun anew.
  void restarted() {
    waiting.replaceAll((_, failure) -> failure.left());
  }

  /// The judgements on pieces that have waited for too long.
  List<Judgement> overdue(long now) {
    List<Judgement> judgements = new ArrayList<>();
    for (Map.Entry<Integer, Failure> entry : List.copyOf(waiting.entrySet())) {
      Failure failure = entry.getValue();
      if (now - failure.at >= PATIENCE_NANOS) {
        int piece = entry.getKey();
        waiting.remove(piece);
        judgements.add(
            new Judgement(
                piece,
                List.copyOf(ledger.failed(piece, failure.leaves, failure.senders)),
                failure.past ? new BitSet() : null));
      }
    }
    return judgements;
  }

  /// A piece fits, its blocks having these hashes: who had sent others.
  List<Integer> passed(int piece, byte @Nullable [] leaves) {
    return leaves == null || !ledger.open(piece)
        ? List.of()
        : List.copyOf(ledger.verified(piece, leaves));
  }

  /// Whether the block hashes of this piece are wanted even if it fits.
  boolean wantsLeaves(int piece) {
    return ledger.open(piece);
  }

  /// Whether this peer may have sent bad bytes.
  boolean suspects(int conn) {
    return ledger.anySuspects() && ledger.suspects(conn);
  }
}
