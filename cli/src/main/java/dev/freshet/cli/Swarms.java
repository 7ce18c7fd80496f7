package dev.freshet.cli;

import dev.freshet.cli.swarm.Groups;
import dev.freshet.cli.swarm.LineClass;
import dev.freshet.cli.swarm.SwarmMode;
import dev.freshet.cli.unit.Rate;
import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.PeerClass;
import dev.freshet.core.bound.PeerShares;
import dev.freshet.sim.scenario.Arrivals;
import dev.freshet.sim.scenario.Line;
import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.Scenario;
import dev.freshet.sim.scenario.Trunk;
import dev.freshet.sim.score.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// From words to a swarm.
final class Swarms {
  private static final int USUAL_PEERS = 100;
  private static final int MOST_FULL = 20_000;
  private static final int MOST_PEERS = 10_000_000;
  private static final int USUAL_PIECES = 1_024;
  private static final int LEAST_PIECE = 16 << 10;
  private static final int MOST_PIECE = 64 << 20;

  /// A run that takes so many times as long as it could is stuck.
  private static final int PATIENCE = 20;

  private static final long MORE_PATIENCE_NANOS = TimeUnit.HOURS.toNanos(2);

  private Swarms() {}

  /// How to simulate a swarm of so many.
  static SwarmMode mode(ScenarioOptions words, int peers) {
    if (words.mode != null) {
      return words.mode;
    }
    return peers <= MOST_FULL ? SwarmMode.FULL : SwarmMode.PIECE;
  }

  /// The swarm that the words describe.
  ///
  /// @param peers how many instead of what the words say; null to leave it at that
  static Scenario scenario(String name, ScenarioOptions words, @Nullable Integer peers)
      throws Failure {
    positive(words.size.bytes(), "--size");
    positive(words.originUp.bytesPerSecond(), "--origin-up");
    if (words.neighbours < 1 || words.neighbours > 250) {
      throw Failure.usage("--neighbours is 1 to 250, not " + words.neighbours + ".");
    }
    List<PeerGroup> groups =
        new Groups(lines(words, peers == null ? words.peers : peers))
            .freeRiders(words.freeRiders)
            .corrupters(words.corrupters)
            .leaving(words.leave)
            .far(words.far)
            .behindNat(words.behindNat)
            .all();
    boolean apart = words.far.part() > 0;
    if (apart) {
      positive(words.trunk.bytesPerSecond(), "--trunk");
    }
    Trunk trunk = apart ? new Trunk(words.trunk.bytesPerSecond(), words.trunkDelay.nanos()) : null;
    Scenario scenario =
        new Scenario(
            name,
            words.size.bytes(),
            pieceSize(words),
            line(words, words.originUp, new Rate(0)),
            !words.noSuperSeed,
            groups,
            words.neighbours,
            trunk,
            false,
            words.limit == null ? Long.MAX_VALUE : Math.max(1, words.limit.nanos()));
    return words.limit == null ? limited(scenario) : scenario;
  }

  private static void positive(long value, String flag) throws Failure {
    if (value < 1) {
      throw Failure.usage(flag + " has to be more than 0.");
    }
  }

  private static List<PeerGroup> lines(ScenarioOptions words, @Nullable Integer peers)
      throws Failure {
    if (peers != null && (peers < 1 || peers > MOST_PEERS)) {
      throw Failure.usage("--peers is 1 to 10,000,000, not " + peers + ".");
    }
    if (words.classes.isEmpty()) {
      positive(words.up.bytesPerSecond(), "--up");
      int count = peers == null ? USUAL_PEERS : peers;
      return List.of(group(words, "peers", count, line(words, words.up, words.down)));
    }
    List<PeerClass> mix = new ArrayList<>();
    for (LineClass each : words.classes) {
      positive(each.up().bytesPerSecond(), "the rate of a --class");
      mix.add(new PeerClass(each.count(), each.up().bytesPerSecond(), 0));
    }
    long all = mix.stream().mapToLong(PeerClass::count).sum();
    if (peers == null && all > MOST_PEERS) {
      throw Failure.usage("the classes have " + all + " peers, more than 10,000,000.");
    }
    List<PeerClass> shares = PeerShares.of(mix, peers == null ? all : peers);
    List<PeerGroup> groups = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      LineClass each = words.classes.get(i);
      Rate down = each.down() == null ? words.down : each.down();
      int count = (int) shares.get(i).count();
      if (count > 0) {
        groups.add(group(words, each.up().toString(), count, line(words, each.up(), down)));
      }
    }
    return groups;
  }

  private static PeerGroup group(ScenarioOptions words, String name, int count, Line line) {
    PeerGroup crowd = PeerGroup.crowd(count, line);
    return new PeerGroup(
        name,
        count,
        line,
        words.arrive,
        words.stay,
        crowd.conduct(),
        crowd.site(),
        crowd.reachable());
  }

  private static Line line(ScenarioOptions words, Rate up, Rate down) throws Failure {
    if (words.loss.part() >= 1) {
      throw Failure.usage("--loss 100% lets nothing through; give less.");
    }
    return new Line(
        up.bytesPerSecond(),
        down.bytesPerSecond(),
        words.delay.nanos(),
        words.jitter.nanos(),
        words.loss.part());
  }

  private static int pieceSize(ScenarioOptions words) throws Failure {
    if (words.pieceSize == null) {
      int piece = LEAST_PIECE;
      while (piece < MOST_PIECE && words.size.bytes() / piece > USUAL_PIECES) {
        piece *= 2;
      }
      return piece;
    }
    long piece = words.pieceSize.bytes();
    if (piece < LEAST_PIECE || piece > MOST_PIECE || Long.bitCount(piece) != 1) {
      throw Failure.usage("--piece-size is a power of two from 16KiB to 64MiB.");
    }
    return (int) piece;
  }

  /// The same, stopped when it is stuck.
  private static Scenario limited(Scenario scenario) throws Failure {
    try {
      double seconds = Limits.of(scenario).discrete();
      double coming = scenario.groups().stream().mapToDouble(Swarms::coming).max().orElse(0);
      double nanos = coming + PATIENCE * seconds * 1e9 + MORE_PATIENCE_NANOS;
      return new Scenario(
          scenario.name(),
          scenario.size(),
          scenario.pieceSize(),
          scenario.origin(),
          scenario.superSeed(),
          scenario.groups(),
          scenario.neighbours(),
          scenario.trunk(),
          scenario.payload(),
          (long) Math.min(nanos, Long.MAX_VALUE / 4.0));
    } catch (BoundException e) {
      throw Failure.usage(e.clause() + ".");
    }
  }

  /// Until when the peers of a group will have come, with room for chance.
  private static double coming(PeerGroup group) {
    return switch (group.arrivals()) {
      case Arrivals.AtOnce() -> 0;
      case Arrivals.Every(long gap) -> (double) gap * group.count();
      case Arrivals.Within(long nanos) -> nanos;
      case Arrivals.Poisson(long gap) -> 2.0 * gap * group.count();
    };
  }
}
