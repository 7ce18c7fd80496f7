package dev.freshet.core.bound;

import java.util.List;
import java.util.OptionalDouble;

/// One file on its way from an origin to peers that are all there from the beginning and stay, or
/// leave when complete: the best schedule can finish all of them together, so leaving does not move
/// these bounds.
///
/// A file smaller than one piece is one piece. [package-info][dev.freshet.core.bound] has the
/// formulas and how a short last piece counts.
public final class Distribution {
  private final long sizeBytes;
  private final long pieceBytes;
  private final long originBytesPerSecond;
  private final List<PeerClass> classes;
  private final long peers;
  private final Uplinks uplinks;

  private Distribution(
      long sizeBytes,
      long pieceBytes,
      long originBytesPerSecond,
      List<PeerClass> classes,
      long peers) {
    this.sizeBytes = sizeBytes;
    this.pieceBytes = Math.min(pieceBytes, sizeBytes);
    this.originBytesPerSecond = originBytesPerSecond;
    this.classes = classes;
    this.peers = peers;
    this.uplinks = new Uplinks(originBytesPerSecond, classes);
  }

  /// The distribution of so many bytes, in pieces of `pieceBytes`, by an origin with this uplink.
  public static Distribution of(
      long sizeBytes, long pieceBytes, long originBytesPerSecond, List<PeerClass> classes)
      throws BoundException {
    positive(sizeBytes, "a file of", "bytes");
    positive(pieceBytes, "pieces of", "bytes");
    positive(originBytesPerSecond, "an origin's uplink of", "bytes a second");
    return new Distribution(
        sizeBytes, pieceBytes, originBytesPerSecond, List.copyOf(classes), count(classes));
  }

  private static void positive(long value, String before, String unit) throws BoundException {
    if (value <= 0) {
      throw new BoundException(before + " " + value + " " + unit + " has no distribution time");
    }
  }

  private static long count(List<PeerClass> classes) throws BoundException {
    long sum = 0;
    for (PeerClass each : classes) {
      if (each.count() > Long.MAX_VALUE - sum) {
        throw new BoundException("the peers are more than 2^63, too many to count");
      }
      sum += each.count();
    }
    if (sum == 0) {
      throw new BoundException("without peers there is nothing to distribute");
    }
    return sum;
  }

  /// The same with as many peers, in the same shares.
  public Distribution withPeers(long number) throws BoundException {
    return withClasses(PeerShares.of(classes, number));
  }

  /// The same for other peers.
  public Distribution withClasses(List<PeerClass> others) throws BoundException {
    return of(sizeBytes, pieceBytes, originBytesPerSecond, others);
  }

  /// The same in pieces of this size.
  public Distribution withPieceBytes(long bytes) throws BoundException {
    return of(sizeBytes, bytes, originBytesPerSecond, classes);
  }

  /// The same from an origin, or several together, with this uplink.
  public Distribution withOrigin(long bytesPerSecond) throws BoundException {
    return of(sizeBytes, pieceBytes, bytesPerSecond, classes);
  }

  /// `F`.
  public long sizeBytes() {
    return sizeBytes;
  }

  /// `p`: what must be whole before it can be sent on; never more than the file.
  public long pieceBytes() {
    return pieceBytes;
  }

  /// `M`, a short last one too.
  public long pieces() {
    return (sizeBytes - 1) / pieceBytes + 1;
  }

  /// `u_s`.
  public long originBytesPerSecond() {
    return originBytesPerSecond;
  }

  /// The peers, as they were given.
  public List<PeerClass> classes() {
    return classes;
  }

  /// `N`.
  public long peers() {
    return peers;
  }

  /// `u_s` and all uplinks of peers.
  public double uplinksBytesPerSecond() {
    return uplinks.all();
  }

  /// When the origin alone sends a copy to each peer; reached by equal shares.
  public Bound clientServer() {
    return new Bound((double) peers * sizeBytes / originBytesPerSecond, Term.ORIGIN_UPLINK)
        .or(receivingSeconds(), Term.SLOWEST_DOWNLINK);
  }

  /// When peers send on what they have and the file is a fluid, divided without end.
  public Bound peerToPeer() {
    return new Bound((double) sizeBytes / originBytesPerSecond, Term.ORIGIN_UPLINK)
        .or(receivingSeconds(), Term.SLOWEST_DOWNLINK)
        .or((double) peers * sizeBytes / uplinks.all(), Term.ALL_UPLINKS);
  }

  /// When peers send on whole pieces, each from as many sources at once as may be: the largest of
  /// `F / d_min`, `B1` and `B2`. This is the bound that measurements are held against; it is proven
  /// for all rates, and not always reached. To a single peer nothing spreads, so `B1` is `F / u_s`,
  /// and the origin's uplink is what binds.
  public Bound discrete() {
    return new Bound((double) sizeBytes / originBytesPerSecond, Term.ORIGIN_UPLINK)
        .or(receivingSeconds(), Term.SLOWEST_DOWNLINK)
        .or(lastPieceSeconds(), Term.LAST_PIECE)
        .or(coldStartSeconds(), Term.COLD_START);
  }

  /// `B1`.
  public double lastPieceSeconds() {
    return Math.max(
        lastPieceSeconds(inWholePieces(), pieceBytes),
        lastPieceSeconds(sizeBytes, lastPieceBytes()));
  }

  private double lastPieceSeconds(long bytes, long unitBytes) {
    return (double) bytes / originBytesPerSecond + unitBytes * uplinks.spreading();
  }

  /// `B2`.
  public double coldStartSeconds() {
    return Math.max(
        coldStartSeconds(inWholePieces(), pieceBytes),
        coldStartSeconds(sizeBytes, lastPieceBytes()));
  }

  private double coldStartSeconds(long bytes, long unitBytes) {
    double first = unitBytes * (1.0 / originBytesPerSecond + uplinks.spreading());
    return first + (double) peers * (bytes - unitBytes) / uplinks.all();
  }

  /// `(M + floor(log2 N)) p / u`: the exact optimum when the origin and all peers have the same
  /// uplink and each piece comes from one source; empty if uplinks differ. A short last piece is
  /// left out of `M` then, and what is left is a lower bound like the others.
  public OptionalDouble singleSourceSeconds() {
    boolean equal =
        classes.stream()
            .filter(each -> each.count() > 0)
            .allMatch(each -> each.upBytesPerSecond() == originBytesPerSecond);
    if (!equal) {
      return OptionalDouble.empty();
    }
    double whole = inWholePieces() + (double) StartUp.doublings(peers) * pieceBytes;
    double sending = whole / originBytesPerSecond;
    return OptionalDouble.of(Math.max(sending, peerToPeer().seconds()));
  }

  private long inWholePieces() {
    return sizeBytes - sizeBytes % pieceBytes;
  }

  private long lastPieceBytes() {
    return sizeBytes - (pieces() - 1) * pieceBytes;
  }

  private double receivingSeconds() {
    return classes.stream()
        .filter(each -> each.count() > 0)
        .mapToDouble(each -> each.receivingSeconds(sizeBytes))
        .max()
        .orElse(0);
  }
}
