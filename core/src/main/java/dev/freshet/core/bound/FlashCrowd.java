package dev.freshet.core.bound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The same file for peers that come over time.
///
/// Peers `k` to `N` are empty when `k` comes at `a_k`, so all their bytes are sent after it: `(N -
/// k +
/// 1) F` is at most what all uplinks present send from `a_k` to the end.
public final class FlashCrowd {
  /// Each arrival is kept, about 32 bytes a peer.
  private static final long MOST_ONE_BY_ONE = 1_000_000;

  private final Distribution together;
  private final List<Arrival> inOrder;

  private FlashCrowd(Distribution together, List<Arrival> inOrder) {
    this.together = together;
    this.inOrder = inOrder;
  }

  /// So many bytes for those who come, in any order of the list.
  public static FlashCrowd of(
      long sizeBytes, long pieceBytes, long originBytesPerSecond, List<Arrival> arrivals)
      throws BoundException {
    List<Arrival> inOrder =
        arrivals.stream().sorted(Comparator.comparingDouble(Arrival::atSeconds)).toList();
    Distribution together =
        Distribution.of(
            sizeBytes,
            pieceBytes,
            originBytesPerSecond,
            inOrder.stream().map(Arrival::peers).toList());
    return new FlashCrowd(together, inOrder);
  }

  /// The peers of a distribution, one after another in equal steps over this time, the first at 0.
  /// Each moment has seen its fair share of every class.
  public static FlashCrowd evenly(Distribution distribution, double overSeconds)
      throws BoundException {
    if (distribution.peers() > MOST_ONE_BY_ONE) {
      throw new BoundException(
          distribution.peers() + " peers that come one by one are more than 1,000,000");
    }
    if (!(overSeconds >= 0) || Double.isInfinite(overSeconds)) {
      throw new BoundException("peers cannot come over " + overSeconds + " s");
    }
    List<Arrival> arrivals = new ArrayList<>((int) distribution.peers());
    FairOrder order = new FairOrder(distribution.classes());
    double step = distribution.peers() < 2 ? 0 : overSeconds / (distribution.peers() - 1);
    for (long i = 0; i < distribution.peers(); i++) {
      arrivals.add(new Arrival(i * step, order.next()));
    }
    return new FlashCrowd(distribution, arrivals);
  }

  /// When the last peer is complete at the earliest, in seconds after the origin began. At least
  /// the [discrete bound][Distribution#discrete] after the first came, because what can be done for
  /// peers that come later can be done for peers that are there.
  public double lastPeerSeconds() {
    double first = inOrder.getFirst().atSeconds();
    return Math.max(
        first + together.discrete().seconds(), Math.max(receivedSeconds(), sentSeconds()));
  }

  private double receivedSeconds() {
    return inOrder.stream()
        .mapToDouble(each -> each.atSeconds() + each.peers().receivingSeconds(together.sizeBytes()))
        .max()
        .orElse(0);
  }

  /// What the uplinks can have sent by a time rises with it, so only the largest demand, counted
  /// from the beginning, needs a time.
  private double sentSeconds() {
    SentOverTime sent = new SentOverTime(together.originBytesPerSecond());
    double demand = 0;
    long coming = together.peers();
    for (Arrival each : inOrder) {
      sent.advance(each.atSeconds());
      demand = Math.max(demand, sent.bytes() + (double) coming * together.sizeBytes());
      sent.join((double) each.peers().count() * each.peers().upBytesPerSecond());
      coming -= each.peers().count();
    }
    return sent.secondsUntil(demand);
  }
}
