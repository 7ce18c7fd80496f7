package dev.freshet.cli;

import dev.freshet.cli.swarm.Groups;
import dev.freshet.cli.swarm.SwarmMode;
import dev.freshet.cli.unit.Rate;
import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.PeerClass;
import dev.freshet.sim.piece.PieceRun;
import dev.freshet.sim.scenario.Arrivals;
import dev.freshet.sim.scenario.Conduct;
import dev.freshet.sim.scenario.Line;
import dev.freshet.sim.scenario.OriginKind;
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
  private static final int MOST_FULL = 20_000;
  private static final int MOST_PEERS = 10_000_000;
  private static final int MOST_NEIGHBOURS = 250;
  private static final int LEAST_PIECE = 16 << 10;
  private static final int MOST_PIECE = 64 << 20;

  /// A run that takes so many times as long as it could is stuck.
  private static final int PATIENCE = 20;

  private static final long MORE_PATIENCE_NANOS = TimeUnit.HOURS.toNanos(2);

  private Swarms() {}

  /// How to simulate this swarm.
  static SwarmMode mode(ScenarioOptions words, Scenario scenario) throws Failure {
    SwarmMode usual = scenario.peers() <= MOST_FULL ? SwarmMode.FULL : SwarmMode.PIECE;
    SwarmMode mode = words.mode == null ? usual : words.mode;
    String missing = PieceRun.leavesOut(scenario);
    if (mode == SwarmMode.PIECE && missing != null) {
      throw Failure.usage(
          "the piece level has no " + missing + "; take --mode full, or leave that out.");
    }
    return mode;
  }

  /// The swarm that the words describe.
  ///
  /// @param peers how many instead of what the words say, in the same shares; null to leave it at
  ///   that
  static Scenario scenario(String name, ScenarioOptions words, @Nullable Integer peers)
      throws Failure {
    check(words);
    Distribution crowd = crowd(words, peers);
    List<PeerGroup> groups =
        new Groups(lines(words, crowd))
            .freeRiders(words.freeRiders)
            .corrupters(words.corrupters)
            .leaving(words.leave)
            .far(words.far)
            .behindNat(words.behindNat)
            .all();
    Scenario scenario =
        new Scenario(
            name,
            crowd.sizeBytes(),
            pieceSize(crowd),
            line(words, crowd.originBytesPerSecond(), 0),
            kind(words),
            groups,
            words.neighbours,
            words.far.part() > 0
                ? new Trunk(words.trunk.bytesPerSecond(), words.trunkDelay.nanos())
                : null,
            false,
            words.limit == null ? Long.MAX_VALUE : Math.max(1, words.limit.nanos()));
    return words.limit == null ? limited(scenario) : scenario;
  }

  private static OriginKind kind(ScenarioOptions words) {
    if (words.webOrigin) {
      return OriginKind.WEB_SERVER;
    }
    return words.noSuperSeed ? OriginKind.SEED : OriginKind.SUPER_SEED;
  }

  private static void check(ScenarioOptions words) throws Failure {
    if (words.size.bytes() == 0) {
      throw Failure.usage("--size 0 is no file; give a size such as 1GB.");
    }
    if (words.neighbours < 1 || words.neighbours > MOST_NEIGHBOURS) {
      throw Failure.usage(
          "--neighbours is 1 to %d, not %d.".formatted(MOST_NEIGHBOURS, words.neighbours));
    }
    if (words.loss.part() >= 1) {
      throw Failure.usage("--loss 100% lets nothing through; give less.");
    }
    if (words.far.part() > 0 && words.trunk.bytesPerSecond() == 0) {
      throw Failure.usage("--trunk 0 lets nothing through; give a rate such as 1MB/s.");
    }
  }

  private static Distribution crowd(ScenarioOptions words, @Nullable Integer peers) throws Failure {
    Distribution said = words.crowd.distribution(words.size.bytes());
    try {
      Distribution crowd = peers == null ? said : said.withPeers(peers);
      if (crowd.peers() > MOST_PEERS) {
        throw Failure.usage("%,d peers are more than 10,000,000.".formatted(crowd.peers()));
      }
      return crowd;
    } catch (BoundException e) {
      throw Failure.usage(e.clause() + ".");
    }
  }

  /// A group for each class of lines. One that sends nothing is of free riders.
  private static List<PeerGroup> lines(ScenarioOptions words, Distribution crowd) {
    List<PeerGroup> groups = new ArrayList<>();
    for (PeerClass each : crowd.classes()) {
      if (each.count() == 0) {
        continue;
      }
      boolean sends = each.upBytesPerSecond() > 0;
      String rate = sends ? Rate.text(each.upBytesPerSecond()) : "nothing up";
      groups.add(
          new PeerGroup(
              crowd.classes().size() == 1 ? "peers" : rate,
              (int) each.count(),
              line(words, Math.max(1, each.upBytesPerSecond()), each.downBytesPerSecond()),
              words.arrive,
              words.stay,
              sends ? Conduct.HONEST : Conduct.FREE_RIDER,
              0,
              true));
    }
    return groups;
  }

  /// Bytes a second that each peer of the group sends.
  static long sends(PeerGroup group) {
    return group.conduct() == Conduct.FREE_RIDER ? 0 : group.line().up();
  }

  private static Line line(ScenarioOptions words, long up, long down) {
    return new Line(up, down, words.delay.nanos(), words.jitter.nanos(), words.loss.part());
  }

  private static int pieceSize(Distribution crowd) throws Failure {
    long piece = crowd.pieceBytes();
    if (crowd.sizeBytes() == piece) {
      // a file of one piece: the smallest that holds it
      piece = Math.max(LEAST_PIECE, Long.highestOneBit(2 * piece - 1));
    }
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
          scenario.kind(),
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
