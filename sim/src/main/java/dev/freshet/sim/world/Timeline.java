package dev.freshet.sim.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Virtual time: what is due, when, and to whom.
///
/// *Theory of operation.* What a host does reaches another only after the delay between them. With
/// a *lookahead* no longer than any of these delays, what all hosts do within a stretch of that
/// length does not depend on each other, and one host after the other lives through the stretch:
/// its memory is then in the processor's caches (conservative synchronisation: Chandy and Misra,
/// "Distributed Simulation", 1979). What concerns more than one host is the world's own, happens
/// while all hosts stand still, and so ends a stretch. Without a lookahead all is the world's own,
/// and comes in the order of time.
final class Timeline {
  private static final int NOBODY = -1;

  private final long lookahead;

  /// What concerns the world as a whole; without a lookahead, everything.
  private final Agenda own = new Agenda();

  private final List<Agenda> agendas = new ArrayList<>();

  /// When each host has something to do next, if hosts have agendas of their own.
  private long[] nextOf = new long[16];

  private int living = NOBODY;
  private long stretchEnd;
  private long now;

  /// Time that begins at 0.
  ///
  /// @param lookahead nanoseconds, 0 for none
  Timeline(long lookahead) {
    this.lookahead = lookahead;
  }

  /// One more host; hosts are numbered from 0 on.
  void join() {
    int host = agendas.size();
    agendas.add(lookahead > 0 ? new Agenda() : own);
    if (host == nextOf.length) {
      nextOf = Arrays.copyOf(nextOf, 2 * host);
    }
    nextOf[host] = Long.MAX_VALUE;
  }

  boolean hasLookahead() {
    return lookahead > 0;
  }

  /// Nanoseconds since the beginning. Within a stretch that of the host that lives through it.
  long now() {
    return now;
  }

  /// This happens then, or now if that is over, while all hosts stand still.
  void at(long nanos, Runnable what) {
    long at = Math.max(now, nanos);
    requireAhead(at);
    own.add(at, what);
  }

  /// This happens to one host then, or now if that is over.
  void at(int host, long nanos, Runnable what) {
    long at = Math.max(now, nanos);
    if (host != living) {
      requireAhead(at);
    }
    agendas.get(host).add(at, what);
    if (lookahead > 0 && at < nextOf[host]) {
      nextOf[host] = at;
    }
  }

  private void requireAhead(long at) {
    if (living != NOBODY && at < stretchEnd) {
      throw new IllegalStateException("sooner than the lookahead: in " + (at - now) + " ns");
    }
  }

  /// Lets time pass until `until` holds or it is `end`; asks after each stretch. Whether it holds.
  boolean run(long end, BooleanSupplier until) {
    while (!until.getAsBoolean()) {
      long next = nextOfHosts();
      if (Math.min(own.next(), next) > end) {
        now = Math.max(now, end);
        return until.getAsBoolean();
      }
      if (own.next() <= next) {
        now = own.next();
        own.take().run();
      } else {
        live(Math.min(Math.min(next + lookahead, own.next()), Math.max(end + 1, end)));
      }
    }
    return true;
  }

  private long nextOfHosts() {
    long next = Long.MAX_VALUE;
    if (lookahead > 0) {
      for (int host = 0; host < agendas.size(); host++) {
        next = Math.min(next, nextOf[host]);
      }
    }
    return next;
  }

  /// All hosts live through the time until then.
  private void live(long until) {
    long latest = now;
    stretchEnd = until;
    for (int host = 0; host < agendas.size(); host++) {
      if (nextOf[host] < until) {
        living = host;
        Agenda its = agendas.get(host);
        for (long next = its.next(); next < until; next = its.next()) {
          now = next;
          its.take().run();
        }
        nextOf[host] = its.next();
        latest = Math.max(latest, now);
      }
    }
    living = NOBODY;
    now = latest;
  }
}
