package dev.freshet.core.bound;

/// Peers that keep coming and leave at once when complete.
public final class SteadyState {
  private final Distribution distribution;
  private final double peersPerSecond;

  private SteadyState(Distribution distribution, double peersPerSecond) {
    this.distribution = distribution;
    this.peersPerSecond = peersPerSecond;
  }

  /// Peers in the shares of this distribution, of which so many come in a second.
  public static SteadyState of(Distribution distribution, double peersPerSecond)
      throws BoundException {
    if (!(peersPerSecond > 0) || Double.isInfinite(peersPerSecond)) {
      throw new BoundException(peersPerSecond + " peers a second never settle");
    }
    return new SteadyState(distribution, peersPerSecond);
  }

  /// How long one takes on average, at least: `max(F / d, F / u - u_s / (lambda u))`. In a steady
  /// state the uplinks send as many bytes a second as the coming peers want: `lambda F <= u_s + n
  /// u`, and by Little's law `n = lambda T` peers are present. Where peers differ, `u` is the
  /// fastest uplink, since those may be the ones present, and `F / d` the average. Infinite if
  /// nobody sends what the origin cannot.
  public double meanSeconds() {
    double fastest =
        distribution.classes().stream()
            .filter(each -> each.count() > 0)
            .mapToLong(PeerClass::upBytesPerSecond)
            .max()
            .orElse(0);
    double owed = distribution.sizeBytes() - distribution.originBytesPerSecond() / peersPerSecond;
    double sending = owed <= 0 ? 0 : owed / fastest;
    return Math.max(receivingSeconds(), sending);
  }

  private double receivingSeconds() {
    double sum = 0;
    for (PeerClass each : distribution.classes()) {
      sum += each.count() * each.receivingSeconds(distribution.sizeBytes());
    }
    return sum / distribution.peers();
  }

  /// Whether the crowd stays finite: whether the origin sends more pieces a second than peers come.
  /// Otherwise one piece goes missing in the end, whatever rule picks pieces (Hajek and Zhu 2010).
  /// A crowd whose peers stay to upload one more piece on average is stable with any origin. Where
  /// no peer sends anything, the origin must send all that the coming ones want.
  public boolean stable() {
    return stablePeersPerSecond() > peersPerSecond && Double.isFinite(meanSeconds());
  }

  /// `u_s / p`: how many peers a second may come at most.
  public double stablePeersPerSecond() {
    return (double) distribution.originBytesPerSecond() / distribution.pieceBytes();
  }
}
