package dev.freshet.cli;

import dev.freshet.cli.screen.Text;
import dev.freshet.cli.screen.TorrentPage;
import dev.freshet.cli.unit.Size;
import dev.freshet.engine.TorrentRecipe;
import dev.freshet.protocol.metainfo.Metainfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a .torrent file.
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Make a .torrent file of a file or folder. Prints its info-hash.")
final class CreateCommand implements Callable<Integer> {
  private final Shell outerShell;

  @Parameters(paramLabel = "PATH", description = "The file or folder.")
  private Path path = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "X.torrent",
      description =
          "Where to write it; the name of PATH with .torrent by default. With - it is written to"
              + " standard output, and nothing else is.")
  private @Nullable Path target;

  @Option(
      names = "--tracker",
      paramLabel = "URL",
      description =
          "A tracker. Given several times, each is a tier of its own: asked when those before it"
              + " fail. URLs with commas between them are one tier.")
  private List<String> trackers = new ArrayList<>();

  @Option(
      names = "--web-seed",
      paramLabel = "URL",
      description = "A web server that has the data. May be given several times.")
  private List<String> webSeeds = new ArrayList<>();

  @Mixin private CreateOptions options = new CreateOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  CreateCommand(Shell shell) {
    this.outerShell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Shell shell = output.shell(outerShell);
    boolean piped = target != null && target.toString().equals("-");
    if (piped && output.json()) {
      throw Failure.usage("-o - and --json both write to standard output; leave one of them out.");
    }
    Path file = target == null ? Path.of(name() + ".torrent") : target;
    NewFile torrent = new NewFile(file, ".torrent file", "-o");
    if (!piped) {
      torrent.checkWritable();
      torrent.checkOutside(path);
    }
    TorrentRecipe recipe =
        options.recipe().withTrackers(tiers()).withWebSeeds(Urls.webSeeds(webSeeds));
    Metainfo metainfo = Hashing.make(shell, path, recipe);
    if (piped) {
      shell.result(metainfo.toBytes());
    } else {
      torrent.write(metainfo.toBytes());
      report(shell, file, metainfo);
    }
    return ExitCode.DONE;
  }

  private List<List<String>> tiers() throws Failure {
    List<List<String>> tiers = new ArrayList<>();
    for (String tier : trackers) {
      tiers.add(Urls.trackers(List.of(tier.split(",", -1))));
    }
    return tiers;
  }

  /// What the content is called, also where it was named `.`; the root has no name.
  private Path name() {
    Path whole = path.toAbsolutePath().normalize();
    Path last = whole.getFileName();
    return last == null ? whole : last;
  }

  private void report(Shell shell, Path file, Metainfo metainfo) {
    if (output.json()) {
      shell.result(
          TorrentPage.json(metainfo, false).put("torrent", file.toAbsolutePath().toString()));
      return;
    }
    shell.result(TorrentPage.infoHash(metainfo.info().hashes()));
    shell.message(
        "%s: %s in %s of %s"
            .formatted(
                file,
                Size.text(metainfo.info().contentLength()),
                Text.count(metainfo.info().geometry().pieceCount(), "piece"),
                Size.binary(metainfo.info().geometry().pieceLength())));
  }
}
