package dev.freshet.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The scripts through which libtorrent is used.
final class Python {
  private Python() {}

  /// The command that runs a script of our resources. Debian's own Python is the one that has
  /// Debian's libtorrent, whatever else is on the PATH.
  static List<String> script(Stage stage, String name, Object... arguments) {
    Path script = Resources.copy(name, stage.folder("script"));
    List<String> command = new ArrayList<>();
    command.add(Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3");
    command.add(script.toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }
}
