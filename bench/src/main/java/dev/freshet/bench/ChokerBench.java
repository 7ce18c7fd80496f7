package dev.freshet.bench;

import dev.freshet.core.choke.ChokeRules;
import dev.freshet.core.choke.Choker;
import dev.freshet.core.choke.PeerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A full round of choking among interested neighbours.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChokerBench {
  @Param({"50", "1000"})
  public int peers;

  @Param({"true", "false"})
  public boolean seeding;

  private final Choker choker = new Choker(ChokeRules.defaults(), new Random(1));
  private final List<PeerView> views = new ArrayList<>();
  private long now;

  @Setup
  public void invite() {
    Random random = new Random(2);
    for (int key = 0; key < peers; key++) {
      long rate = random.nextInt(3) * 100_000L;
      views.add(new PeerView(key, true, key < 5, false, false, false, rate, 0, 0, key, key, key));
    }
  }

  @Benchmark
  public Set<Integer> rank() {
    now += 10_000_000_000L;
    return choker.rank(now, views, seeding, 4);
  }
}
