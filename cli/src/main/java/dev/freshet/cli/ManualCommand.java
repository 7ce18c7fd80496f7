package dev.freshet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// The manual, made from what `--help` is made from.
@Command(
    name = "manual",
    mixinStandardHelpOptions = true,
    description = "Print the manual page.",
    footerHeading = "%n",
    footer = "freshet manual > freshet.1; man ./freshet.1")
final class ManualCommand implements Callable<Integer> {
  private final Program program;
  private final Shell shell;

  ManualCommand(Program program, Shell shell) {
    this.program = program;
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.result(Manual.page(program.commandLine()));
    return ExitCode.DONE;
  }
}
