package dev.freshet.core.piece;

/// How long the peers of a first seed take of late to ask for what they are dealt and to fetch it,
/// and who of them is slow by that, for [SuperSeed] alone.
///
/// The usual is what the fast ones take: slow ones hardly raise it, and a fast one among slow ones
/// brings it down by half, or whoever came first would be the measure for all.
final class Pace {
  /// How long the first peers may take to fetch what they were dealt before others are dealt to as
  /// if they did not: they may fetch for ever and say nothing.
  static final long MIN_FETCH_NANOS = 60_000_000_000L;

  /// What has been dealt for less is not late, however fast others are: it has been on its way, and
  /// its announcement is on its way back.
  static final long MIN_LATE_NANOS = 1_000_000_000L;

  /// Who takes so many times as long as usual to fetch a piece is slow.
  private static final int SLOW = 3;

  /// For so many times as long as it took.
  private static final int SLOW_FOR = 10;

  /// How long before the uplink runs dry a piece is dealt as long as nobody has asked for one.
  private static final long FIRST_AHEAD_NANOS = 250_000_000L;

  private static final long MIN_AHEAD_NANOS = 30_000_000L;
  private static final long MAX_AHEAD_NANOS = 1_000_000_000L;

  /// Answers come early and late.
  private static final int SPARE = 3;

  private static final int WEIGHT = 8;
  private static final int WEIGHT_OF_FAST = 2;

  /// 0 if nobody has fetched anything.
  private long usual;

  /// How long it takes of late from dealing a piece to the first request for it; -1 if nobody has
  /// asked.
  private long answer = -1;

  /// A guest asks for a part of this piece.
  void asked(long now, Guest guest, int piece) {
    if (guest.shown != piece) {
      return;
    }
    guest.shown = -1;
    long took = Math.min(now - guest.shownAt, MAX_AHEAD_NANOS);
    answer = answer < 0 ? took : answer + (took - answer) / WEIGHT;
  }

  /// How long before the uplink runs dry a piece is to be dealt, so that it is asked for in time.
  long aheadNanos() {
    return answer < 0
        ? FIRST_AHEAD_NANOS
        : Math.min(MIN_AHEAD_NANOS + SPARE * answer, MAX_AHEAD_NANOS);
  }

  /// A guest has got what it was dealt then.
  void fetched(long now, Guest guest, long dealtAt) {
    long took = Math.max(1, now - dealtAt);
    long counted = usual == 0 ? took : Math.min(took, usual + usual / 2);
    int weight = took < usual / SLOW ? WEIGHT_OF_FAST : WEIGHT;
    usual = usual == 0 ? took : Math.max(1, usual + (counted - usual) / weight);
    guest.handicap = took / usual;
    guest.slowUntil = guest.handicap >= SLOW ? now + SLOW_FOR * took : Long.MIN_VALUE;
  }

  /// How long a piece that is dealt and being fetched is waited for.
  long patienceNanos() {
    return usual == 0 ? MIN_FETCH_NANOS : SLOW * usual;
  }

  /// Whether others would have what was dealt then.
  boolean late(long now, long dealtAt) {
    return usual > 0 && now - dealtAt >= Math.max(MIN_LATE_NANOS, SLOW * usual);
  }

  /// How many usual fetches one of this guest takes, if it is slow: as its last one did, for a
  /// while, or as long as it has been at the oldest piece by now. Else 0.
  long handicap(long now, Guest guest) {
    long last = now < guest.slowUntil ? guest.handicap : 0;
    if (guest.dealt.isEmpty()) {
      return last;
    }
    long since = guest.dealt.getFirst().at();
    return late(now, since) ? Math.max(last, (now - since) / usual) : last;
  }
}
