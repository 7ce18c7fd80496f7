package dev.freshet.cli;

import dev.freshet.cli.screen.Screen;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The program run in this process, without a terminal.
final class Running {
  private final Lines out = new Lines();
  private final Lines err = new Lines();
  private final Interrupt interrupt = new Interrupt();
  private final Path state;

  /// In a program that has no home of its own.
  Running() {
    this(Path.of("target", "state").toAbsolutePath());
  }

  /// In a program that keeps what it knows in this folder.
  Running(Path state) {
    this.state = state;
  }

  /// A stream that keeps all and hands out lines as they are complete.
  private static final class Lines extends OutputStream {
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final BlockingQueue<String> complete = new LinkedBlockingQueue<>();

    @Override
    public synchronized void write(int b) {
      all.write(b);
      if (b == '\n') {
        complete.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(b);
      }
    }

    synchronized String text() {
      return all.toString(StandardCharsets.UTF_8);
    }
  }

  /// Runs it to its end, out of everybody's DHT and without a word to the gateway; returns the exit
  /// code.
  int run(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    if (!words.isEmpty() && List.of("get", "seed").contains(words.getFirst())) {
      words.add("--no-dht");
      words.add("--no-port-mapping");
    }
    PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
    PrintStream results = new PrintStream(out, true, StandardCharsets.UTF_8);
    Map<String, String> environment =
        Map.of("HOME", "/nowhere", "XDG_STATE_HOME", state.toString());
    Shell shell = new Shell(results, messages, Screen.none(messages), environment, interrupt);
    return new Program(shell).run(words.toArray(String[]::new));
  }

  /// What it would be told by Ctrl-C.
  Interrupt interrupt() {
    return interrupt;
  }

  /// The next line of standard output, waited for.
  String nextLine() throws InterruptedException {
    String line = out.complete.poll(60, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("no line came; standard error has: " + err());
    }
    return line;
  }

  /// Standard output so far.
  String out() {
    return out.text();
  }

  /// Standard error so far.
  String err() {
    return err.text();
  }
}
