package dev.freshet.sim.trial;

import dev.freshet.sim.fault.Fault;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The program behind `tools/sweep`: plays the trials of a range of numbers on all cores, or one of
/// them with everything that happens written down; or [Siege]s.
public final class SweepMain {
  private static final String USAGE =
      """
      usage: tools/sweep [--plant BUG] FROM-TO     play the trials FROM to TO
             tools/sweep [--plant BUG] --log SEED  play one and print all that happens in it
             tools/sweep --siege FROM-TO           play crowds with 30 %% attackers
      BUG is one of: %s
      """;

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final int PROGRESS = 1000;

  private SweepMain() {}

  /// Exits with 0 if all trials held, 1 if one failed or a fault never struck, 2 if misused.
  @SuppressWarnings("SystemOut") // this is a program
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream err) {
    Plant plant = null;
    List<String> rest = args;
    try {
      if (rest.size() > 1 && rest.getFirst().equals("--plant")) {
        plant = Plant.valueOf(rest.get(1).toUpperCase(Locale.ROOT).replace('-', '_'));
        rest = rest.subList(2, rest.size());
      }
      if (rest.size() == 2 && rest.getFirst().equals("--log")) {
        return log(Long.parseLong(rest.get(1)), plant, out);
      }
      boolean siege = rest.size() == 2 && rest.getFirst().equals("--siege");
      String[] range = rest.size() == 1 || siege ? rest.getLast().split("-", 2) : new String[0];
      if (range.length == 2 && siege) {
        return siege(Long.parseLong(range[0]), Long.parseLong(range[1]), out);
      }
      if (range.length == 2) {
        return sweep(Long.parseLong(range[0]), Long.parseLong(range[1]), plant, out, err);
      }
    } catch (IllegalArgumentException e) {
      err.println("sweep: " + e.getMessage());
    }
    err.printf(
        USAGE,
        Arrays.stream(Plant.values()).map(SweepMain::name).collect(Collectors.joining(", ")));
    return MISUSED;
  }

  private static String name(Plant plant) {
    return plant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static int log(long seed, @Nullable Plant plant, PrintStream out) {
    TrialResult result = Trial.run(seed, plant, out::println);
    out.printf(
        "seed %d: %s; %d inputs in %s of virtual time, digest %016x%n",
        seed,
        result.failure() == null ? "all rules held" : result.failure(),
        result.events(),
        seconds(result.nanos()),
        result.digest());
    return result.failure() == null ? OK : FAILED;
  }

  private static int sweep(
      long from, long to, @Nullable Plant plant, PrintStream out, PrintStream err) {
    long begin = System.nanoTime();
    long[] totals = new long[3];
    Sweep.Findings found =
        Sweep.run(
            from,
            to,
            Runtime.getRuntime().availableProcessors(),
            plant,
            result -> {
              totals[0]++;
              totals[1] += result.events();
              totals[2] += result.nanos() / 1_000_000;
              String failure = result.failure();
              if (failure != null) {
                out.printf(
                    "seed %d: %s%n    replay: tools/sweep%s --log %d%n",
                    result.seed(),
                    failure,
                    plant == null ? "" : " --plant " + name(plant),
                    result.seed());
              }
              if (totals[0] % PROGRESS == 0) {
                err.printf("%d of %d%n", totals[0], to - from + 1);
              }
            });
    double took = (System.nanoTime() - begin) / 1e9;
    out.printf(
        Locale.ROOT,
        "%d trials in %.1f s, %.1f a second; %d inputs, %s of virtual time; %d failed%n",
        totals[0],
        took,
        totals[0] / took,
        totals[1],
        seconds(1_000_000 * totals[2]),
        found.failures().size());
    for (Fault fault : Fault.values()) {
      out.printf("%12d %s%n", found.faults().of(fault), fault);
    }
    List<Fault> missing = found.faults().missing();
    if (!missing.isEmpty()) {
      out.println("void: these never struck: " + missing);
    }
    return found.failures().isEmpty() && missing.isEmpty() ? OK : FAILED;
  }

  private static int siege(long from, long to, PrintStream out) {
    List<Siege.Result> all =
        LongStream.rangeClosed(from, to).parallel().mapToObj(Siege::run).toList();
    List<Siege.Result> failed = all.stream().filter(one -> !one.failure().isEmpty()).toList();
    failed.forEach(one -> out.printf("seed %d: %s%n", one.seed(), one.failure()));
    DoubleSummaryStatistics ratios =
        all.stream().mapToDouble(Siege.Result::ratio).summaryStatistics();
    out.printf(
        Locale.ROOT,
        "%d sieges: %.3f times as long as without attackers on average, %.3f at most; "
            + "%d attackers gave wrong bytes and were banned; %d failed%n",
        all.size(),
        ratios.getAverage(),
        ratios.getMax(),
        all.stream().mapToInt(Siege.Result::cutOff).sum(),
        failed.size());
    return failed.isEmpty() ? OK : FAILED;
  }

  private static String seconds(long nanos) {
    return Duration.ofMillis(nanos / 1_000_000).toString();
  }
}
