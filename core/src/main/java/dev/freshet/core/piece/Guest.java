package dev.freshet.core.piece;

import dev.freshet.protocol.Bitfield;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a first seed remembers of a peer that it deals pieces to, for [SuperSeed] alone.
final class Guest {
  /// A piece that a peer was dealt and has not announced.
  record Dealt(int piece, long at) {}

  /// What it has or was dealt, and how that is counted.
  final Bitfield claimed;

  final Availability.Share share;

  /// What it was dealt and has neither got to the end nor announced.
  final List<Dealt> dealt = new ArrayList<>();

  /// What it was dealt and has got, and has not announced.
  final BitSet got = new BitSet();

  /// How many of the pieces that it was dealt were not seen at another peer yet.
  int debt;

  /// Those of them that were not dealt again, and when they were dealt; the oldest first.
  final Map<Integer, Long> owed = new LinkedHashMap<>();

  /// When a piece that it was dealt was seen at another peer last.
  long passedOnAt = Long.MIN_VALUE;

  /// What it was dealt last and has not asked for, and when; -1 if there is nothing like that.
  int shown = -1;

  long shownAt;

  /// It was dealt something, now or before.
  boolean tried;

  /// A piece that it kept to itself was dealt again.
  boolean hoarder;

  /// It is shown everything and dealt nothing.
  boolean picky;

  /// How many usual fetches its last one was worth, if it was slow; counts until then.
  long handicap;

  long slowUntil = Long.MIN_VALUE;

  Guest(Bitfield has, Availability.Share share) {
    this.claimed = has.copy();
    this.share = share;
  }

  /// It is dealt this.
  void show(long now, int piece) {
    shown = piece;
    shownAt = now;
  }
}
