package dev.freshet.sim.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.bound.BoundException;
import dev.freshet.sim.scenario.Arrivals;
import dev.freshet.sim.scenario.Conduct;
import dev.freshet.sim.scenario.Line;
import dev.freshet.sim.scenario.OriginKind;
import dev.freshet.sim.scenario.Outcome;
import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.Scenario;
import dev.freshet.sim.scenario.Staying;
import dev.freshet.sim.scenario.Trunk;
import dev.freshet.sim.swarm.SwarmRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How well small swarms do, against a table that is checked in: says by how much a change moved
/// each score, and fails where one became clearly worse. Virtual time, so the figures are the same
/// on every machine. After a change that is meant: `-Dfreshet.scores=write`.
final class ScoreTableTest {
  private static final Path TABLE = Path.of("scores.tsv");
  private static final double WORSE = 1.05;
  private static final int SEEDS = 4;
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;
  private static final int PEERS = 30;
  private static final int UP = 500_000;
  private static final Line LINE = Line.up(UP);

  /// What is kept of a scenario: means over the seeds.
  private record Row(double last, double mean, double origin) {
    static Row of(Scenario scenario) throws BoundException {
      double last = 0;
      double mean = 0;
      double origin = 0;
      for (int seed = 1; seed <= SEEDS; seed++) {
        Outcome outcome = SwarmRun.run(scenario, seed, _ -> {});
        Score score = Score.of(scenario, outcome);
        assertThat(score.unfinished()).as(scenario.name() + ", seed " + seed).isZero();
        last += score.ratio() / SEEDS;
        mean += score.mean() / score.limits().discrete() / SEEDS;
        origin += score.originOverSize() / SEEDS;
      }
      return new Row(last, mean, origin);
    }

    static Row parse(String line) {
      String[] cells = line.split("\t", -1);
      return new Row(
          Double.parseDouble(cells[1]), Double.parseDouble(cells[2]), Double.parseDouble(cells[3]));
    }

    String line(String name) {
      return String.format(Locale.ROOT, "%s\t%.4f\t%.4f\t%.4f", name, last, mean, origin);
    }
  }

  private static PeerGroup group(String name, int count, Line line, Staying staying) {
    return new PeerGroup(
        name, count, line, new Arrivals.AtOnce(), staying, Conduct.HONEST, 0, true);
  }

  private static Scenario scenario(
      String name, Line origin, @Nullable Trunk trunk, List<PeerGroup> groups) {
    return scenario(name, origin, OriginKind.SUPER_SEED, trunk, groups);
  }

  private static Scenario scenario(
      String name, Line origin, OriginKind kind, @Nullable Trunk trunk, List<PeerGroup> groups) {
    return new Scenario(
        name, 8 << 20, 64 * 1024, origin, kind, groups, 20, trunk, false, 3600 * SECOND);
  }

  private static Scenario scenario(String name, PeerGroup... groups) {
    return scenario(name, LINE, null, List.of(groups));
  }

  private static List<Scenario> scenarios() {
    Staying stay = new Staying.Forever();
    PeerGroup crowd = group("peers", PEERS, LINE, stay);
    PeerGroup free =
        new PeerGroup(
            "free riders", 6, LINE, new Arrivals.AtOnce(), stay, Conduct.FREE_RIDER, 0, true);
    PeerGroup far =
        new PeerGroup("far", 15, LINE, new Arrivals.AtOnce(), stay, Conduct.HONEST, 1, true);
    PeerGroup late =
        new PeerGroup(
            "peers", PEERS, LINE, new Arrivals.Every(SECOND), stay, Conduct.HONEST, 0, true);
    Line lossy = new Line(UP, 0, 80 * MILLI, 20 * MILLI, 0.005);
    Line remote = new Line(2 * UP, 0, 80 * MILLI, 0, 0);
    return List.of(
        scenario("flash crowd", crowd),
        scenario("a few", group("peers", 4, LINE, stay)),
        scenario("staggered", late),
        scenario("selfish", group("peers", PEERS, LINE, new Staying.Linger(0))),
        scenario("polite", group("peers", PEERS, LINE, new Staying.Polite())),
        scenario("free riders", group("peers", 24, LINE, stay), free),
        scenario(
            "mixed uplinks",
            group("fast", 6, Line.up(5 * UP), stay),
            group("usual", 18, LINE, stay),
            group("slow", 6, Line.up(UP / 4), stay)),
        scenario("fast origin", Line.up(8L * UP), null, List.of(crowd)),
        scenario(
            "two sites",
            LINE,
            new Trunk(2L * UP, 30 * MILLI),
            List.of(group("near", 15, LINE, stay), far)),
        scenario("far apart", remote, null, List.of(group("peers", PEERS, remote, stay))),
        scenario("loss and delay", group("peers", PEERS, lossy, stay)),
        scenario("web server", LINE, OriginKind.WEB_SERVER, null, List.of(crowd)));
  }

  @Test
  void noScoreBecameClearlyWorse() throws IOException, BoundException {
    Map<String, Row> now = new LinkedHashMap<>();
    for (Scenario scenario : scenarios()) {
      now.put(scenario.name(), Row.of(scenario));
    }
    if ("write".equals(System.getProperty("freshet.scores"))) {
      List<String> lines = new ArrayList<>(List.of("scenario\tlast/bound\tmean/bound\torigin/F"));
      now.forEach((name, row) -> lines.add(row.line(name)));
      Files.write(TABLE, lines);
      return;
    }
    Map<String, Row> before = new LinkedHashMap<>();
    for (String line : Files.readAllLines(TABLE).stream().skip(1).toList()) {
      before.put(line.substring(0, line.indexOf('\t')), Row.parse(line));
    }
    assertThat(now.keySet()).isEqualTo(before.keySet());
    StringBuilder table =
        new StringBuilder("scores: last peer / discrete bound (origin sent / F), before -> now\n");
    List<String> worse = new ArrayList<>();
    now.forEach((name, row) -> {
      Row old = before.getOrDefault(name, row);
      table.append(
          String.format(
              Locale.ROOT,
              "  %-15s %.3f (%.2f) -> %.3f (%.2f)  %+.1f %%%n",
              name,
              old.last(),
              old.origin(),
              row.last(),
              row.origin(),
              Math.round(1000 * (row.last() / old.last() - 1)) / 10.0));
      if (row.last() > WORSE * old.last()) {
        worse.add(name);
      }
    });
    System.out.print(table);
    assertThat(worse).as(table.toString()).isEmpty();
  }
}
