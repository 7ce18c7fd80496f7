package dev.freshet.sim.piece;

import dev.freshet.sim.scenario.Arrivals;
import dev.freshet.sim.scenario.Conduct;
import dev.freshet.sim.scenario.OriginKind;
import dev.freshet.sim.scenario.Outcome;
import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.RunProgress;
import dev.freshet.sim.scenario.Sample;
import dev.freshet.sim.scenario.Scenario;
import dev.freshet.sim.scenario.Staying;
import dev.freshet.sim.tally.Capacity;
import dev.freshet.sim.tally.Course;
import dev.freshet.sim.tally.Given;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One run of a scenario at piece level. One thread; equal scenario and seed give an equal outcome.
public final class PieceRun {
  private static final long SECOND = 1_000_000_000L;
  private static final long SAMPLE_GAP = SECOND / 4;

  /// The fastest uplink sends a piece in so many steps.
  private static final int STEPS = 4;

  /// A polite peer leaves after so much, if those who need it have every piece between them.
  private static final int LINGER_PIECES = 2;

  private static final long LINGER_NANOS = 15 * SECOND;
  private static final long LONGEST_NANOS = 60 * SECOND;

  private final Scenario scenario;
  private final long seed;
  private final SplittableRandom random;
  private final Crowd crowd;
  private final Overlay overlay;
  private final Slots slots;
  private final Meeting meeting;
  private final Exchange exchange;
  private final Wheel wheel;
  private final boolean[] ticking;
  private final int[] copies;
  private final Course course;
  private final Given given;
  private final Capacity capacity = new Capacity();
  private final PriorityQueue<Later> agenda = new PriorityQueue<>();
  private long copiesInAll;
  private long now;
  private long later;
  private long nextSample = SAMPLE_GAP;
  private long nextRound = SECOND;
  private long rounds;
  private int complete;
  private int over;
  private long received;
  private long sendable;
  private long events;
  private long digest;

  /// Something other than a piece; in order of time, then of being said.
  private record Later(long at, long number, Runnable what) implements Comparable<Later> {
    @Override
    public int compareTo(Later other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
    }
  }

  private PieceRun(Scenario scenario, long seed, RunProgress progress) {
    this.scenario = scenario;
    this.seed = seed;
    random = new SplittableRandom(seed);
    crowd = new Crowd(scenario);
    overlay = new Overlay(crowd.peers + 1, scenario.neighbours());
    slots = new Slots(scenario, crowd, overlay, random);
    meeting = new Meeting(crowd, overlay, scenario.neighbours(), random);
    exchange = new Exchange(scenario, crowd, overlay, slots, random, this::arrived);
    wheel = new Wheel(crowd.peers + 1, Math.max(1, fastest() / STEPS));
    ticking = new boolean[crowd.peers + 1];
    copies = new int[crowd.pieces];
    course = new Course(SAMPLE_GAP, progress);
    given = new Given(scenario.groups().size(), crowd.peers);
  }

  /// Plays the scenario to its end: until every peer has everything or has left for good, or the
  /// scenario's limit. The scenario must not need what [#leavesOut] names.
  public static Outcome run(Scenario scenario, long seed, RunProgress progress) {
    String missing = leavesOut(scenario);
    if (missing != null) {
      throw new IllegalArgumentException("the piece level has no " + missing);
    }
    return new PieceRun(scenario, seed, progress).play();
  }

  /// What the scenario needs and the piece level does not have; null if nothing.
  public static @Nullable String leavesOut(Scenario scenario) {
    if (scenario.trunk() != null) {
      return "thin link between two sites";
    }
    if (scenario.payload()) {
      return "payload";
    }
    if (scenario.kind() == OriginKind.WEB_SERVER) {
      return "web server";
    }
    return scenario.groups().stream().anyMatch(g -> g.conduct() == Conduct.CORRUPTER)
        ? "peers that give wrong bytes"
        : null;
  }

  private long fastest() {
    long least = exchange.pieceNanos(crowd.origin);
    for (PeerGroup group : scenario.groups()) {
      if (group.conduct() != Conduct.FREE_RIDER) {
        least = Math.min(least, Exchange.nanos(scenario.pieceSize(), group.line().up()));
      }
    }
    return least;
  }

  // Time.

  private Outcome play() {
    come(crowd.origin);
    arrivals();
    for (int peer = 0; peer <= crowd.peers; peer++) {
      if (crowd.present(peer)) {
        meeting.fill(peer);
      }
    }
    long step = 0;
    while (over < crowd.peers && now < scenario.limitNanos()) {
      now = wheel.nanos(step);
      others();
      int peer = wheel.take(step);
      while (peer >= 0) {
        int next = wheel.next(peer);
        tick(peer, step);
        peer = next;
      }
      step++;
    }
    course.add(sample());
    return outcome();
  }

  private void tick(int peer, long step) {
    long due = wheel.due(peer);
    if (wheel.step(due) > step) {
      wheel.add(peer, due);
    } else if (crowd.present(peer)) {
      now = due;
      wheel.add(peer, due + exchange.tick(peer, due));
    } else {
      ticking[peer] = false;
    }
  }

  /// What is due beside the uplinks.
  private void others() {
    while (!agenda.isEmpty() && agenda.peek().at <= now) {
      agenda.remove().what.run();
    }
    if (now >= nextSample) {
      course.add(sample());
      nextSample = now + course.gap();
    }
    while (now >= nextRound) {
      round();
      nextRound += SECOND;
    }
  }

  /// Every second a tenth of the peers ranks its neighbours and looks for new ones.
  private void round() {
    int parts = (int) (Slots.ROUND_NANOS / SECOND);
    for (int peer = (int) (rounds++ % parts); peer <= crowd.peers; peer += parts) {
      if (crowd.present(peer)) {
        if (crowd.complete(peer)) {
          meeting.dropComplete(peer);
        }
        meeting.fill(peer);
        slots.rank(peer);
      }
    }
  }

  private void later(long nanos, Runnable what) {
    agenda.add(new Later(now + nanos, later++, what));
  }

  // Coming and going.

  private void arrivals() {
    int peer = 0;
    for (PeerGroup group : scenario.groups()) {
      long at = 0;
      for (int i = 0; i < group.count(); i++) {
        at =
            switch (group.arrivals()) {
              case Arrivals.AtOnce() -> 0;
              case Arrivals.Every(long gap) -> i * gap;
              case Arrivals.Within(long nanos) -> nanos == 0 ? 0 : random.nextLong(nanos);
              case Arrivals.Poisson(long gap) -> at + (long) (random.nextExponential() * gap);
            };
        int who = peer++;
        if (at == 0) {
          come(who);
        } else {
          later(
              at,
              () -> {
                come(who);
                meeting.fill(who);
              });
        }
      }
    }
  }

  private void come(int peer) {
    if (crowd.arrivedAt[peer] < 0) {
      crowd.arrivedAt[peer] = now;
    }
    crowd.come(peer);
    count(peer, 1);
    gives(peer);
    if (peer != crowd.origin && staying(peer) instanceof Staying.Sessions sessions) {
      later(length(sessions.medianNanos()), () -> sessionEnds(peer, sessions));
    }
  }

  /// It has something to send from now on, if it has a piece.
  private void gives(int peer) {
    if (crowd.has[peer] > 0) {
      capacity.change(now, crowd.up(peer));
      if (!ticking[peer] && crowd.up(peer) > 0) {
        ticking[peer] = true;
        wheel.add(peer, now);
      }
    }
  }

  private void go(int peer) {
    crowd.go(peer);
    exchange.leave(peer);
    meeting.leave(peer);
    count(peer, -1);
    if (crowd.has[peer] > 0) {
      capacity.change(now, -crowd.up(peer));
    }
  }

  private void count(int peer, int sign) {
    if (crowd.has[peer] == 0) {
      return;
    }
    for (int piece = 0; piece < crowd.pieces; piece++) {
      if (crowd.have.get(peer, piece)) {
        copies[piece] += sign;
        copiesInAll += sign;
      }
    }
  }

  private Staying staying(int peer) {
    return scenario.groups().get(crowd.group[peer]).staying();
  }

  /// An exponential time with this median.
  private long length(long median) {
    return (long) (random.nextExponential() * median / Math.log(2));
  }

  private void sessionEnds(int peer, Staying.Sessions sessions) {
    go(peer);
    if (!crowd.complete(peer)) {
      later(
          length(sessions.medianPauseNanos()),
          () -> {
            come(peer);
            meeting.fill(peer);
          });
    }
  }

  private void completed(int peer) {
    crowd.completedAt[peer] = now;
    complete++;
    over++;
    sendable = capacity.sendable(now);
    switch (staying(peer)) {
      case Staying.Forever(), Staying.Sessions _ -> {}
      case Staying.Linger(long nanos) -> later(nanos, () -> go(peer));
      case Staying.Polite() -> later(SECOND, () -> linger(peer, now, crowd.sent[peer]));
    }
  }

  private void linger(int peer, long since, long sentBefore) {
    boolean gave =
        crowd.sent[peer] - sentBefore >= (long) LINGER_PIECES * scenario.pieceSize()
            || now - since >= LINGER_NANOS;
    long longest = Math.max(LONGEST_NANOS, since - crowd.arrivedAt[peer]);
    if ((gave && meeting.canSpare(peer)) || now - since >= longest) {
      go(peer);
    } else {
      later(SECOND, () -> linger(peer, since, sentBefore));
    }
  }

  // Pieces.

  private void arrived(int from, int to, int piece, int bytes, boolean fresh) {
    events++;
    digest = mix(mix(digest ^ now) ^ (((long) from << 40) ^ ((long) to << 16) ^ piece));
    crowd.sent[from] += bytes;
    crowd.received[to] += bytes;
    received += bytes;
    int giver = from == crowd.origin ? -1 : crowd.group[from];
    given.add(giver, from == crowd.origin ? -1 : from, crowd.group[to], to, bytes);
    if (!fresh) {
      return;
    }
    copies[piece]++;
    copiesInAll++;
    if (crowd.has[to] == 1) {
      gives(to);
    }
    if (crowd.complete(to)) {
      completed(to);
    }
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  // What came of it.

  private Sample sample() {
    int rarest = Integer.MAX_VALUE;
    for (int each : copies) {
      rarest = Math.min(rarest, each);
    }
    return new Sample(
        now,
        crowd.presentCount() - 1,
        complete,
        received,
        crowd.sent[crowd.origin],
        rarest,
        (double) copiesInAll / copies.length);
  }

  private Outcome outcome() {
    return new Outcome(
        seed,
        now,
        crowd.sent[crowd.origin],
        crowd.results(),
        course.samples(),
        given.groups(),
        given.peers(),
        complete < crowd.peers ? capacity.sendable(now) : sendable,
        events,
        digest);
  }
}
