package dev.freshet.cli;

import dev.freshet.cli.screen.Text;
import dev.freshet.core.api.FileSelection;
import dev.freshet.protocol.metainfo.Info;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Which files of a torrent a command is about.
final class FileOptions {
  @Option(
      names = "--select",
      paramLabel = "FILES",
      description =
          "Only these files: numbers as 'freshet show --files' lists them, such as 1,3-5, or a name"
              + " in which * and ? stand for other characters, such as '*.iso'; with a / in it, a"
              + " path. May be given several times.")
  private List<String> select = new ArrayList<>();

  /// Those; all if none were named.
  FileSelection selection() throws Failure {
    try {
      return FileSelection.parse(select);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--select: " + e.getMessage() + ".");
    }
  }

  /// Fails if some of them are not files of this torrent.
  static void require(Info info, FileSelection files) throws Failure {
    String problem = files.problem(info);
    if (problem != null) {
      throw Failure.of(Text.plain(problem) + "; freshet show --files lists them.");
    }
  }
}
