package dev.freshet.cli.plan;

import dev.freshet.cli.unit.Rate;
import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.PeerClass;
import dev.freshet.core.bound.PieceSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A change, and the bound with it.
///
/// @param change what to do, for people
/// @param discreteSeconds the bound for whole pieces then
/// @param savedSeconds by how much that is earlier
record Remedy(String change, double discreteSeconds, double savedSeconds) {
  /// As many neighbours as a peer of ours has when nothing else is said.
  private static final int NEIGHBOURS = 40;

  private static final long SMALLEST_PIECE = 16 << 10;

  /// What can be tried, the most saved first. Each is the bound of the changed distribution.
  static List<Remedy> all(Distribution now) {
    try {
      List<Remedy> all = new ArrayList<>();
      long origin = now.originBytesPerSecond();
      if (origin <= Long.MAX_VALUE / 2) {
        all.add(
            remedy(
                "a second seed like the origin, or one twice as fast",
                now,
                now.withOrigin(2 * origin)));
      }
      addPeerSeed(now, all);
      all.add(remedy("peers that send twice as fast", now, now.withClasses(faster(now, true))));
      if (now.classes().stream().anyMatch(each -> each.downBytesPerSecond() > 0)) {
        all.add(
            remedy("peers that receive twice as fast", now, now.withClasses(faster(now, false))));
      }
      addPieces(now, all);
      all.sort(Comparator.comparingDouble(Remedy::savedSeconds).reversed());
      return List.copyOf(all);
    } catch (BoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A seed somewhere among the peers, with the uplink of most of them.
  private static void addPeerSeed(Distribution now, List<Remedy> all) throws BoundException {
    long up =
        now.classes().stream()
            .max(Comparator.comparingLong(PeerClass::count))
            .map(PeerClass::upBytesPerSecond)
            .orElse(0L);
    long origin = now.originBytesPerSecond();
    if (up > 0 && up != origin && up <= Long.MAX_VALUE - origin) {
      String change = "a second seed with a peer's uplink of " + Rate.text(up);
      all.add(remedy(change, now, now.withOrigin(origin + up)));
    }
  }

  private static void addPieces(Distribution now, List<Remedy> all) throws BoundException {
    long half = now.pieceBytes() / 2;
    if (half >= SMALLEST_PIECE) {
      all.add(remedy("pieces of " + Words.piece(half), now, now.withPieceBytes(half)));
    }
    if (now.peers() < 2) {
      return;
    }
    double balanced = PieceSize.balancedBytes(now.sizeBytes(), NEIGHBOURS, now.peers());
    long best = Math.max(SMALLEST_PIECE, powerOfTwo(balanced));
    if (best < half) {
      String change = "pieces of " + Words.piece(best) + ": have messages cost as much";
      all.add(remedy(change, now, now.withPieceBytes(best)));
    }
  }

  /// The nearest, in ratio.
  private static long powerOfTwo(double bytes) {
    return 1L << Math.clamp(Math.round(Math.log(bytes) / Math.log(2)), 0, 62);
  }

  private static List<PeerClass> faster(Distribution now, boolean up) {
    return now.classes().stream()
        .map(each ->
            new PeerClass(
                each.count(),
                up ? twice(each.upBytesPerSecond()) : each.upBytesPerSecond(),
                up ? each.downBytesPerSecond() : twice(each.downBytesPerSecond())))
        .toList();
  }

  private static long twice(long rate) {
    return rate > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * rate;
  }

  private static Remedy remedy(String change, Distribution now, Distribution then) {
    double seconds = then.discrete().seconds();
    return new Remedy(change, seconds, Math.max(0, now.discrete().seconds() - seconds));
  }
}
