package dev.freshet.sim.swarm;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.SeedGoal;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.sim.scenario.Arrivals;
import dev.freshet.sim.scenario.Conduct;
import dev.freshet.sim.scenario.Line;
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
import dev.freshet.sim.world.EmptyStore;
import dev.freshet.sim.world.Host;
import dev.freshet.sim.world.Listener;
import dev.freshet.sim.world.WebServer;
import dev.freshet.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// One run of a scenario with full protocol nodes: each peer is the product's node, finds the
/// others through the product's tracker registry, and talks the wire protocol over a simulated
/// line.
public final class SwarmRun {
  private static final int TORRENT = 1;
  private static final long SAMPLE_GAP = World.SECOND / 4;

  /// A corrupter spoils one block of so many.
  private static final double SPOILS = 0.1;

  private final Scenario scenario;
  private final long seed;
  private final World world;
  private final SplittableRandom chance;
  private final Metainfo metainfo;
  private final Member origin;
  private final List<Member> peers = new ArrayList<>();
  private final List<Member> byHost = new ArrayList<>();
  private final Copies copies;
  private final Course course;
  private final Given gave;
  private final Capacity capacity = new Capacity();
  private long sendable;
  private long lastAt;
  private int present;
  private int complete;
  private int over;
  private long received;

  private SwarmRun(Scenario scenario, long seed, RunProgress progress) {
    this.scenario = scenario;
    this.seed = seed;
    world = new World(seed, false, scenario.trunk(), lookahead(scenario), new Ears());
    chance = world.random().split();
    metainfo =
        EmptyTorrent.of(
            scenario.size(),
            scenario.pieceSize(),
            scenario.kind() == OriginKind.WEB_SERVER ? List.of(WebServer.URL) : List.of(),
            chance.split());
    copies = new Copies(metainfo.info().geometry().pieceCount());
    course = new Course(SAMPLE_GAP, progress);
    gave = new Given(scenario.groups().size(), scenario.peers());
    origin =
        member(
            world.join(scenario.origin(), 0, true, EmptyStore.full(chance.split())), Member.ORIGIN);
  }

  /// Plays the scenario to its end: until every peer has everything or has left for good, or the
  /// scenario's limit.
  ///
  /// @param seed all chance comes from it: equal scenario and seed give an equal outcome
  public static Outcome run(Scenario scenario, long seed, RunProgress progress) {
    return new SwarmRun(scenario, seed, progress).play();
  }

  /// What a host does reaches no other sooner.
  private static long lookahead(Scenario scenario) {
    return scenario.kind() == OriginKind.WEB_SERVER
        ? 0
        : scenario.groups().stream()
            .map(PeerGroup::line)
            .mapToLong(Line::delayNanos)
            .reduce(scenario.origin().delayNanos(), Math::min);
  }

  private Outcome play() {
    if (scenario.kind() == OriginKind.WEB_SERVER) {
      serve();
    } else {
      start(origin);
    }
    int number = 0;
    for (PeerGroup group : scenario.groups()) {
      long at = 0;
      for (int i = 0; i < group.count(); i++) {
        Member peer = join(group, number);
        at = arrival(group.arrivals(), i, at);
        peer.host.after(at, () -> start(peer));
      }
      number++;
    }
    world.after(course.gap(), this::sample);
    world.run(scenario.limitNanos(), () -> over == peers.size());
    course.add(now());
    if (complete < peers.size()) {
      sendable = capacity.sendable(world.now());
    }
    return new Outcome(
        seed,
        world.now(),
        origin.sent,
        peers.stream().map(Member::result).toList(),
        course.samples(),
        gave.groups(),
        gave.peers(),
        sendable,
        world.inputs(),
        world.digest());
  }

  private void sample() {
    course.add(now());
    world.after(course.gap(), this::sample);
  }

  private Sample now() {
    return new Sample(
        world.now(), present, complete, received, origin.sent, copies.rarest(), copies.mean());
  }

  // Coming.

  private long arrival(Arrivals arrivals, int number, long before) {
    return switch (arrivals) {
      case Arrivals.AtOnce() -> 0;
      case Arrivals.Every(long gap) -> number * gap;
      case Arrivals.Within(long nanos) -> nanos == 0 ? 0 : chance.nextLong(nanos);
      case Arrivals.Poisson(long gap) -> before + (long) (chance.nextExponential() * gap);
    };
  }

  private Member join(PeerGroup group, int number) {
    double spoils = group.conduct() == Conduct.CORRUPTER ? SPOILS : 0;
    Host host =
        world.join(
            group.line(),
            group.site(),
            group.reachable(),
            EmptyStore.empty(spoils, chance.split()));
    Member peer = member(host, number);
    peers.add(peer);
    return peer;
  }

  private Member member(Host host, int group) {
    Member member = new Member(host, group);
    byHost.add(member);
    return member;
  }

  /// The origin is a web server: nobody to talk to, and there from the beginning.
  private void serve() {
    world.serve(new WebServer(world, origin.host));
    origin.present = true;
    origin.arrivedAt = 0;
    hasAll(origin);
  }

  private void hasAll(Member member) {
    member.have.set(0, copies.pieces());
    copies.add(member.have, 1);
    mayGive(member);
  }

  private void start(Member member) {
    member.present = true;
    if (member.arrivedAt < 0) {
      member.arrivedAt = world.now();
    }
    if (member != origin) {
      present++;
    }
    copies.add(member.have, 1);
    mayGive(member);
    member.host.start(nodeOptions(member), null);
    member.host.ask(new Command.AddTorrent(TORRENT, metainfo, torrentOptions(member)));
    if (member != origin && staying(member) instanceof Staying.Sessions sessions) {
      member.host.after(length(sessions.medianNanos()), () -> sessionEnds(member, sessions));
    }
  }

  /// It has something to send from now on, if it is there and has a piece.
  private void mayGive(Member member) {
    if (member.present && !member.gives && !member.have.isEmpty()) {
      member.gives = true;
      capacity.change(world.now(), uplink(member));
    }
  }

  private long uplink(Member member) {
    if (member == origin) {
      return scenario.origin().up();
    }
    PeerGroup group = group(member);
    return group.conduct() == Conduct.FREE_RIDER ? 0 : group.line().up();
  }

  private NodeOptions nodeOptions(Member member) {
    NodeOptions usual = NodeOptions.defaults().withConnectionsPerTorrent(scenario.neighbours());
    return member != origin && group(member).conduct() == Conduct.FREE_RIDER
        ? usual.withLimits(new RateLimits(1, RateLimits.UNLIMITED))
        : usual;
  }

  private TorrentOptions torrentOptions(Member member) {
    TorrentOptions options = TorrentOptions.in("data").withExtraTrackers(List.of(World.TRACKER));
    if (member == origin) {
      return options.withSuperSeed(scenario.kind() == OriginKind.SUPER_SEED);
    }
    return staying(member) instanceof Staying.Polite()
        ? options.withGoal(SeedGoal.LINGER)
        : options;
  }

  private PeerGroup group(Member member) {
    return scenario.groups().get(member.group);
  }

  private Staying staying(Member member) {
    return group(member).staying();
  }

  // Going.

  /// An exponential time with this median.
  private long length(long median) {
    return (long) (chance.nextExponential() * median / Math.log(2));
  }

  private void sessionEnds(Member member, Staying.Sessions sessions) {
    if (chance.nextDouble() < sessions.crash()) {
      member.host.crash();
      gone(member);
    } else {
      member.host.ask(new Command.Stop());
    }
  }

  private void gone(Member member) {
    member.present = false;
    present--;
    copies.add(member.have, -1);
    if (member.gives) {
      member.gives = false;
      capacity.change(world.now(), -uplink(member));
    }
    if (member.complete()) {
      leaveForGood(member);
    } else if (staying(member) instanceof Staying.Sessions sessions) {
      member.host.after(length(sessions.medianPauseNanos()), () -> start(member));
    } else {
      leaveForGood(member);
    }
  }

  private void leaveForGood(Member member) {
    member.left = true;
    if (!member.complete()) {
      over++;
    }
  }

  private void completed(Member member) {
    if (member == origin || member.complete()) {
      return;
    }
    member.completedAt = world.now();
    complete++;
    over++;
    if (world.now() >= lastAt) {
      lastAt = world.now();
      sendable = capacity.sendable(lastAt);
    }
    if (staying(member) instanceof Staying.Linger(long nanos)) {
      member.host.after(nanos, () -> member.host.ask(new Command.Stop()));
    }
  }

  /// What the nodes tell.
  private final class Ears implements Listener {
    @Override
    public void told(Host host, Event event) {
      Member member = byHost.get(host.index());
      switch (event) {
        case Event.PieceCompleted(int _, int piece) -> {
          if (!member.have.get(piece)) {
            member.have.set(piece);
            copies.add(piece);
            mayGive(member);
          }
        }
        case Event.Completed _ -> {
          if (member == origin) {
            hasAll(member);
          }
          completed(member);
        }
        case Event.GoalReached _ -> host.ask(new Command.Stop());
        case Event.NodeStopped() -> {
          host.end();
          gone(member);
        }
        case Event _ -> {}
      }
    }

    @Override
    public void moved(Host from, Host to, int bytes) {
      Member giver = byHost.get(from.index());
      Member taker = byHost.get(to.index());
      giver.sent += bytes;
      if (taker != origin) {
        taker.received += bytes;
        received += bytes;
        gave.add(giver.group, from.index() - 1, taker.group, to.index() - 1, bytes);
      }
    }
  }
}
