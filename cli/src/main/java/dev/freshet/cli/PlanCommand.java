package dev.freshet.cli;

import dev.freshet.cli.plan.Arriving;
import dev.freshet.cli.plan.Plan;
import dev.freshet.cli.plan.PlanJson;
import dev.freshet.cli.plan.PlanPage;
import dev.freshet.cli.plan.PlanText;
import dev.freshet.cli.unit.Size;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.Distribution;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How fast it could be.
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Show how fast a file can reach its peers at best: from the origin alone, and when they help"
            + " one another.")
final class PlanCommand implements Callable<Integer> {
  private final Shell outerShell;

  @Option(
      names = "--size",
      paramLabel = "F",
      description = "How large the file is; 1GB by default.")
  private Size size = new Size(1_000_000_000);

  @Mixin private CrowdOptions crowd = new CrowdOptions();

  @Option(
      names = "--arrive",
      paramLabel = "TIME",
      description = "Peers come evenly over this time, such as 10m; all at once by default.")
  private @Nullable Span arrive;

  @Option(names = "--leave", description = "Peers leave as soon as they are complete.")
  private boolean leave;

  @Mixin private PictureOptions pictures = new PictureOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  PlanCommand(Shell shell) {
    this.outerShell = shell;
  }

  @Override
  public Integer call() throws Failure {
    Shell shell = output.shell(outerShell);
    pictures.check();
    Plan plan = plan();
    if (output.json()) {
      shell.result(PlanJson.of(plan));
    } else {
      PlanText.lines(plan, Terminal.look(shell)).forEach(shell::result);
    }
    pictures.write(
        shell, PlanPage.overPeers(plan), () -> PlanPage.page(plan, TypedCommand.of(spec)));
    return ExitCode.DONE;
  }

  private Plan plan() throws Failure {
    if (size.bytes() == 0) {
      throw Failure.usage("--size 0 is no file; give a size such as 1GB.");
    }
    Distribution distribution = crowd.distribution(size.bytes());
    try {
      Arriving arriving =
          arrive == null || arrive.nanos() == 0
              ? null
              : Arriving.of(distribution, arrive.nanos() / 1e9);
      return Plan.of(distribution, arriving, leave);
    } catch (BoundException e) {
      throw Failure.usage(e.clause() + "; lower --peers or leave out --arrive.");
    }
  }
}
