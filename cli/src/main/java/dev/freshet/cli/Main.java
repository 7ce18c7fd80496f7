package dev.freshet.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Where the program begins.
public final class Main {
  private Main() {}

  /// Runs the command that the arguments name, and ends the process with its exit code.
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    Interrupt interrupt = new Interrupt();
    interrupt.listen();
    Shell shell = new Shell(out, err, Terminal.screen(err, environment), environment, interrupt);
    int code = new Program(shell).run(arguments);
    out.flush();
    err.flush();
    // threads of libraries may linger: what was asked for is done
    Runtime.getRuntime().exit(code);
  }

  private static PrintStream utf8(FileDescriptor file) {
    return new PrintStream(new FileOutputStream(file), true, StandardCharsets.UTF_8);
  }
}
