package dev.freshet.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Completion of commands and options in shells.
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a completion script for a shell.",
    footerHeading = "%n",
    footer = {
      "bash:  source <(freshet completion bash)",
      "zsh:   source <(freshet completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Program program;
  private final Shell shell;

  /// The shells that there is a script for. One script serves both: it loads zsh's own bridge.
  enum For {
    BASH,
    ZSH
  }

  @Parameters(
      paramLabel = "bash|zsh",
      completionCandidates = Choices.OfShells.class,
      description = "Which shell.")
  private For kind = For.BASH;

  CompletionCommand(Program program, Shell shell) {
    this.program = program;
    this.shell = shell;
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("freshet", program.commandLine());
    shell.result(kind == For.ZSH ? "autoload -Uz compinit && compinit -u\n" + script : script);
    return ExitCode.DONE;
  }
}
