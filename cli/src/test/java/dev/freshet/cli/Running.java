package dev.freshet.cli;

import dev.freshet.cli.screen.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The program run in this process, without a terminal.
final class Running {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Interrupt interrupt = new Interrupt();

  /// Runs it to its end; returns the exit code.
  int run(String... arguments) {
    PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
    PrintStream results = new PrintStream(out, true, StandardCharsets.UTF_8);
    Shell shell =
        new Shell(results, messages, Screen.none(messages), Map.of("HOME", "/nowhere"), interrupt);
    return new Program(shell).run(arguments);
  }

  /// What it would be told by Ctrl-C.
  Interrupt interrupt() {
    return interrupt;
  }

  /// Standard output so far.
  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /// Standard error so far.
  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
