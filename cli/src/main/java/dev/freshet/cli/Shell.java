package dev.freshet.cli;

import dev.freshet.cli.json.Json;
import dev.freshet.cli.screen.Screen;
import java.io.PrintStream;
import java.util.Map;

/// What surrounds the program: where results and messages go, the terminal, the environment, and
/// the wish to end.
///
/// @param out results, for people and scripts
/// @param err messages
/// @param screen progress, on the terminal that `err` is, if it is one
/// @param environment variables by name
record Shell(
    PrintStream out,
    PrintStream err,
    Screen screen,
    Map<String, String> environment,
    Interrupt interrupt) {

  /// Prints a result that people read and scripts parse.
  void result(String line) {
    screen.say(out, line);
  }

  /// Prints a result for machines.
  void result(Json object) {
    screen.say(out, object.toString());
  }

  /// Prints a result that is no text.
  void result(byte[] bytes) {
    screen.clear();
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /// Prints a message for people.
  void message(String line) {
    screen.say(err, line);
  }

  /// The same without progress and messages.
  Shell quiet() {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    return new Shell(out, nowhere, Screen.none(nowhere), environment, interrupt);
  }
}
