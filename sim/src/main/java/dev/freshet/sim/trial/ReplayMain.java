package dev.freshet.sim.trial;

import dev.freshet.core.replay.Replay;
import dev.freshet.core.replay.ReplayException;
import dev.freshet.sim.world.World;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.List;

/// The program behind `tools/replay`: steps a node again with what came in to a recorded one, and
/// writes down each input and each effect, as `tools/sweep --log` does.
public final class ReplayMain {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private ReplayMain() {}

  /// Exits with 0 if the node took the recorded course to its end, 1 if it failed or took another,
  /// 2 if misused.
  @SuppressWarnings("SystemOut") // this is a program
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.size() != 1) {
      err.println("usage: tools/replay FILE");
      return MISUSED;
    }
    try (FileChannel file = FileChannel.open(Path.of(args.getFirst()))) {
      return play(Replay.of(file.map(MapMode.READ_ONLY, 0, file.size())), out);
    } catch (IOException e) {
      err.println("replay: cannot read " + args.getFirst() + ": " + e.getMessage());
    } catch (ReplayException e) {
      err.println("replay: " + args.getFirst() + ": " + e.getMessage());
    }
    return MISUSED;
  }

  private static int play(Replay replay, PrintStream out) throws ReplayException {
    Chronicle chronicle = new Chronicle(0, out::println, null);
    long steps = 0;
    long others = 0;
    long now = 0;
    try {
      for (Replay.Step step = replay.next(chronicle::heard);
          step != null;
          step = replay.next(chronicle::heard)) {
        now = step.nowNanos();
        chronicle.said(now, step.input(), step.effects());
        steps++;
        if (step.verdict() == Replay.Verdict.OTHER && others++ == 0) {
          out.println("from here on it is another course than the recorded one");
        }
      }
    } catch (RuntimeException | Error e) {
      out.println("here the node fails, after " + steps + " steps:");
      e.printStackTrace(out);
      return FAILED;
    }
    out.printf(
        "%d steps in %d s; %s%n",
        steps,
        now / World.SECOND,
        others == 0 ? "the recorded course" : others + " differ from the recorded course");
    return others == 0 ? OK : FAILED;
  }
}
