package dev.freshet.cli;

import dev.freshet.cli.chart.Look;
import dev.freshet.cli.screen.Screen;
import dev.freshet.cli.screen.Screen.Extent;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The terminal behind standard error, if it is one. The launcher says so, because Java cannot.
final class Terminal {
  /// Set by the launcher when standard error is a terminal.
  static final String PROPERTY = "freshet.terminal";

  /// Set by the launcher when standard output is one.
  static final String OUT_PROPERTY = "freshet.terminal.out";

  /// Set by the launcher when the locale has nothing but ASCII.
  static final String ASCII_PROPERTY = "freshet.ascii";

  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MOST_COLUMNS = 160;

  private Extent extent;
  private long askedNanos;

  private Terminal() {
    extent = ask();
    askedNanos = System.nanoTime();
  }

  /// The screen to draw on.
  static Screen screen(PrintStream err, Map<String, String> environment) {
    boolean terminal =
        Boolean.getBoolean(PROPERTY) && !environment.getOrDefault("TERM", "").equals("dumb");
    if (!terminal) {
      return Screen.none(err);
    }
    boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Screen(err, new Terminal()::extent, colour);
  }

  /// How to draw results: as the terminal behind standard output shows them, if it is one; for
  /// files and pipes plainly.
  static Look look(Shell shell) {
    boolean unicode = !Boolean.getBoolean(ASCII_PROPERTY);
    if (!Boolean.getBoolean(OUT_PROPERTY)) {
      return new Look(Look.PLAIN.columns(), unicode, false);
    }
    Map<String, String> environment = shell.environment();
    boolean colour =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Look(ask().columns(), unicode, colour);
  }

  /// As large as it was at most two seconds ago: people resize windows.
  private Extent extent() {
    if (System.nanoTime() - askedNanos > ASK_NANOS) {
      extent = ask();
      askedNanos = System.nanoTime();
    }
    return extent;
  }

  private static Extent ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      String[] sizes = answer.split(" ", 2);
      int rows = Integer.parseInt(sizes[0]);
      int columns = Integer.parseInt(sizes[sizes.length - 1]);
      return rows < 2 || columns < 2
          ? Extent.USUAL
          : new Extent(Math.min(columns, MOST_COLUMNS), rows);
    } catch (IOException | NumberFormatException e) {
      return Extent.USUAL;
    }
  }
}
