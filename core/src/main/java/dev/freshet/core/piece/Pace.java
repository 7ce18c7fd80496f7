package dev.freshet.core.piece;

/// How long the peers of a first seed take of late to fetch what they are dealt, and who of them is
/// slow by that, for [SuperSeed] alone.
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

  private static final int WEIGHT = 8;
  private static final int WEIGHT_OF_FAST = 2;

  /// 0 if nobody has fetched anything.
  private long usual;

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
