package dev.freshet.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/// Where the program begins.
public final class Main {
  private Main() {}

  /// Runs the command that the arguments name, and ends the process with its exit code.
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    // numbers are read by programs, and the sentences round them are in no language of a locale
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    Outlet outlet = Outlet.standard();
    PrintStream out = utf8(outlet);
    PrintStream err = utf8(new FileOutputStream(FileDescriptor.err));
    Interrupt interrupt = new Interrupt();
    interrupt.listen();
    Shell shell = new Shell(out, err, Terminal.screen(err, environment), environment, interrupt);
    int code = new Program(shell).run(arguments);
    out.flush();
    int last = arrived(code, outlet, err);
    err.flush();
    // threads of libraries may linger: what was asked for is done
    Runtime.getRuntime().exit(last);
  }

  /// The exit code after all: nothing is done if its results are lost.
  static int arrived(int code, Outlet outlet, PrintStream err) {
    String trouble = outlet.trouble();
    if (trouble == null) {
      return code;
    }
    err.println("freshet: " + trouble);
    return code == ExitCode.DONE ? ExitCode.FAILED : code;
  }

  private static PrintStream utf8(OutputStream file) {
    return new PrintStream(file, true, StandardCharsets.UTF_8);
  }
}
