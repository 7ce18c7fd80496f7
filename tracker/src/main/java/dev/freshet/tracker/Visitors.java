package dev.freshet.tracker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Who is connected, and until when each has leave to be. Whoever sends a byte now and then, or
/// reads one, keeps no connection beyond that; and where all places are taken, whoever has waited
/// longest makes room, so that the slow never keep out who comes and asks. Thread-safe.
///
/// @param <C> what stands for a connection
final class Visitors<C> {
  private final int most;
  private final long questionNanos;
  private final long answerNanos;

  /// The longest there first, counted from its last answer.
  private final SequencedMap<C, Long> deadlines = new LinkedHashMap<>();

  /// @param most how many there may be
  /// @param questionNanos how long a request may take to come, from the beginning of the connection
  ///   or the end of the answer before
  /// @param answerNanos how long its answer may take to leave
  Visitors(int most, long questionNanos, long answerNanos) {
    this.most = most;
    this.questionNanos = questionNanos;
    this.answerNanos = answerNanos;
  }

  /// Someone came. Who has to go for it; null if nobody has.
  synchronized @Nullable C came(C visitor, long now) {
    deadlines.put(visitor, now + questionNanos);
    if (deadlines.size() <= most) {
      return null;
    }
    C first = deadlines.firstEntry().getKey();
    deadlines.remove(first);
    return first;
  }

  /// Someone has asked, and is being answered.
  synchronized void asked(C visitor, long now) {
    extend(visitor, now + answerNanos);
  }

  /// Someone's answer has left.
  synchronized void answered(C visitor, long now) {
    extend(visitor, now + questionNanos);
  }

  private void extend(C visitor, long deadline) {
    if (deadlines.remove(visitor) != null) {
      deadlines.put(visitor, deadline);
    }
  }

  /// Someone is gone.
  synchronized void left(C visitor) {
    deadlines.remove(visitor);
  }

  /// Whose time is over.
  synchronized List<C> overdue(long now) {
    List<C> overdue = new ArrayList<>();
    deadlines.forEach((visitor, deadline) -> {
      if (now - deadline >= 0) {
        overdue.add(visitor);
      }
    });
    return overdue;
  }

  /// How many there are.
  synchronized int count() {
    return deadlines.size();
  }
}
