package dev.freshet.cli;

import picocli.CommandLine.Option;

/// How a command speaks.
final class OutputOptions {
  @Option(names = "--json", description = "Print results as JSON, one object a line.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print results and errors only.")
  private boolean quiet;

  /// Whether results are for machines.
  boolean json() {
    return json;
  }

  /// The shell to speak through: without progress and messages if so asked.
  Shell shell(Shell shell) {
    return quiet ? shell.quiet() : shell;
  }
}
