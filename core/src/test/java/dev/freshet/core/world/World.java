package dev.freshet.core.world;

import dev.freshet.core.edge.Input;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Whole swarms of nodes in virtual time: links with a rate and a delay, disks in memory, one seed.
final class World {
  private record Happening(long at, long order, Runnable what) implements Comparable<Happening> {
    @Override
    public int compareTo(Happening other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  static final long SECOND = 1_000_000_000L;
  static final long MILLI = 1_000_000L;

  private final PriorityQueue<Happening> agenda = new PriorityQueue<>();
  private final Map<Endpoint, Participant> participants = new LinkedHashMap<>();
  private final SplittableRandom random;
  private final StringBuilder log = new StringBuilder();
  private final Hardship hardship;
  private final Tracker tracker;
  private boolean neighbourhood;
  private long now;
  private long order;
  private long happened;

  World(long seed) {
    this(seed, Hardship.NONE);
  }

  World(long seed, Hardship hardship) {
    this.random = new SplittableRandom(seed);
    this.hardship = hardship;
    this.tracker = new Tracker(random.split());
  }

  /// From now on all participants are on one local network, and hear what any of them calls there.
  void neighbourhood() {
    neighbourhood = true;
  }

  boolean isNeighbourhood() {
    return neighbourhood;
  }

  Hardship hardship() {
    return hardship;
  }

  /// The tracker that everyone can reach.
  Tracker tracker() {
    return tracker;
  }

  /// Chance that belongs to the world.
  SplittableRandom random() {
    return random;
  }

  long now() {
    return now;
  }

  /// One more participant with an address of its own.
  Participant join(Link link) {
    Endpoint endpoint = new Endpoint(IpAddress.v4(0x0a00_0001 + participants.size()), 6881);
    Participant participant = new Participant(this, endpoint, link, random.split());
    participants.put(endpoint, participant);
    return participant;
  }

  /// This participant is somewhere else now; nowhere, if null.
  void moved(Endpoint from, @Nullable Endpoint to, Participant who) {
    participants.remove(from);
    if (to != null) {
      participants.put(to, who);
    }
  }

  /// The participant at this address that answers calls; null if none does.
  @Nullable Participant at(Endpoint endpoint) {
    Participant participant = participants.get(endpoint);
    return participant == null || participant.dead() ? null : participant;
  }

  /// Who is to have a datagram to there: all ports of a router lead to the one machine behind it.
  @Nullable Participant machine(Endpoint to) {
    Participant exact = at(to);
    return exact != null
        ? exact
        : participants.values().stream()
            .filter(one -> one.isBehindNat() && one.endpoint().ip().equals(to.ip()) && !one.dead())
            .findFirst()
            .orElse(null);
  }

  List<Participant> all() {
    return new ArrayList<>(participants.values());
  }

  void after(long delay, Runnable what) {
    agenda.add(new Happening(now + delay, order++, what));
  }

  void note(Endpoint who, Input input) {
    log.append(now).append(' ').append(who).append(' ').append(input.getClass().getSimpleName());
    log.append('\n');
  }

  /// All that has happened, in order: equal for equal seeds.
  String log() {
    return log.toString();
  }

  /// Lets time pass until the condition holds or so much of it has passed. Whether it holds.
  boolean run(long atMost, BooleanSupplier until) {
    long end = now + atMost;
    while (!until.getAsBoolean()) {
      Happening next = agenda.peek();
      if (next == null || next.at > end) {
        now = end;
        return until.getAsBoolean();
      }
      agenda.remove();
      now = next.at;
      if (++happened > 50_000_000) {
        throw new IllegalStateException("the world does not come to rest");
      }
      next.what.run();
    }
    return true;
  }

  /// What a participant's line to the world carries.
  ///
  /// @param up bytes a second that it can send, all connections together
  /// @param delay nanoseconds that each byte is under way to the other end
  record Link(long up, long delay) {
    static Link of(long up) {
      return new Link(up, 20 * MILLI);
    }
  }
}
