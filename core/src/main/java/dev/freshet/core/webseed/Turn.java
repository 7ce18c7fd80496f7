package dev.freshet.core.webseed;

import java.util.random.RandomGenerator;

/// Whether it is our turn to ask a server, while others near us want the same and may ask it too.
///
/// *Theory of operation.* A server that a whole swarm turns to would send every piece many times.
/// It need send each piece about once, if those who ask it do so one after the other and for
/// different pieces. Nobody tells who is asking; but everyone sees which pieces its neighbours
/// have, and knows all their peer ids. So:
///
/// - Of neighbours that lack pieces each has a rank, the same in everyone's eyes: the order of peer
///   ids. The first few ask for pieces that nobody near has, each along a [Course] of its own that
///   begins in its own part of the file: few enough that in the whole swarm there are about
///   [#MOST]. More would get in each other's way; fewer could not pass on as much as the swarm
///   takes.
/// - All others wait as long as new pieces keep appearing near them, each a little longer than the
///   one before it ([#STEP_NANOS] a rank), and so do the first ones towards the end. If whoever
///   asks is slow, gone, or has no way to the server, the next one begins; if it does well, nobody
///   else does.
/// - Who asks does not run far ahead of what the others take from it, so that its own uplink does
///   not become the bottleneck for pieces that the server could give to another.
/// - What a neighbour has is not asked for, unless no neighbour has given us anything for
///   [#STARVED_NANOS] and some random time more.
/// - Who has been alone with seeds, or with nobody, for [#ALONE_NANOS], or always, asks for
///   anything.
public final class Turn {
  /// About so many ask at the same time in a whole swarm.
  public static final int MOST = 8;

  /// How long neighbours have to show themselves before the first request.
  static final long GRACE_NANOS = 1_000_000_000L;

  /// How much longer each rank waits for new pieces than the one before it.
  static final long STEP_NANOS = 2_000_000_000L;

  /// The rank from which on all wait alike, but for chance.
  static final int LAST_RANK = 5;

  /// How long nobody else may have wanted anything before we ask as if alone.
  static final long ALONE_NANOS = 30_000_000_000L;

  /// How long neighbours may give nothing before we ask for what they have.
  static final long STARVED_NANOS = 10_000_000_000L;

  /// How long those who ask may wait for others to take what they fetched.
  static final long PATIENCE_NANOS = 5_000_000_000L;

  private final RandomGenerator random;
  private final long startNanos;
  private boolean crowded;
  private long crowdedAt;
  private int rank;
  private int asking = 1;
  private long newsAt;
  private long fedAt;
  private long spreadAt;
  private long chance;
  private long delay;

  /// Begins now.
  public Turn(long nowNanos, RandomGenerator random) {
    this.random = random;
    startNanos = nowNanos;
    newsAt = nowNanos;
    fedAt = nowNanos;
    spreadAt = nowNanos;
    chance = random.nextLong(STARVED_NANOS);
  }

  // What is seen.

  /// Of the neighbours so many lack pieces, and `before` of them come before us; so many peers are
  /// known, neighbours or not.
  public void rivals(long nowNanos, int count, int before, int known) {
    rank = before;
    int near = count + 1;
    asking = Math.max(1, Math.round((float) MOST * near / Math.max(near, known)));
    if (count > 0) {
      crowded = true;
      crowdedAt = nowNanos;
    }
  }

  /// A neighbour has a piece that nobody near had.
  public void news(long nowNanos) {
    newsAt = nowNanos;
    delay = random.nextLong(STEP_NANOS);
  }

  /// A neighbour gave us something.
  public void fed(long nowNanos) {
    fedAt = nowNanos;
    chance = random.nextLong(STARVED_NANOS);
  }

  /// Neighbours have taken from us what nobody else near had.
  public void spread(long nowNanos) {
    spreadAt = nowNanos;
  }

  // What follows.

  /// Whether it is too early to ask for anything.
  public boolean early(long nowNanos) {
    return nowNanos - startNanos < GRACE_NANOS;
  }

  /// Whether we are one of those who ask for pieces that nobody near has.
  public boolean ours() {
    return rank < asking;
  }

  /// Whether this piece is in our part of the file: each of those who ask has one, so that they go
  /// separate ways.
  public boolean inOurPart(int piece, int pieces) {
    return ours() && (long) piece * asking / pieces == rank;
  }

  /// Whether there is nobody to be considerate of.
  public boolean alone(long nowNanos) {
    return !crowded || nowNanos - crowdedAt >= ALONE_NANOS;
  }

  /// Whether to wait for others to take what we fetched already, of which there is much.
  public boolean ahead(long nowNanos) {
    return nowNanos - spreadAt < PATIENCE_NANOS;
  }

  /// Whether to ask for pieces that nobody near has all the same, since nobody seems to fetch them.
  public boolean stalled(long nowNanos) {
    long wait = (1 + Math.min(rank, LAST_RANK)) * STEP_NANOS + delay;
    wait += rank >= LAST_RANK ? chance : 0;
    return nowNanos - newsAt >= wait;
  }

  /// Whether to ask for a piece that neighbours have but do not give.
  public boolean starved(long nowNanos) {
    return nowNanos - fedAt >= STARVED_NANOS + chance;
  }
}
