package dev.freshet.cli;

import dev.freshet.cli.source.Source;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.api.FileSelection;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.Torrent;
import dev.freshet.protocol.metainfo.Metainfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Fetches what a source names.
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Fetch a torrent: every piece is verified, an interrupted fetch continues where it was. What"
            + " is in files of the same names already, whoever put it there, is kept where it fits and"
            + " replaced where it does not."
            + " Prints where the data is once it is complete.")
final class GetCommand implements Callable<Integer> {
  private static final Duration LINK_PATIENCE = Duration.ofSeconds(60);

  private final Shell outerShell;

  @Parameters(
      paramLabel = "SOURCE",
      description = "A .torrent file, a magnet link or an http(s) link to a .torrent file.")
  private String source = "";

  @Mixin private SwarmOptions swarm = new SwarmOptions();
  @Mixin private SeedingOptions seeding = new SeedingOptions();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Give up, with exit code 3, if it is not complete by then.")
  private @Nullable Span timeout;

  @Mixin private FileOptions which = new FileOptions();

  @Option(names = "--allocate", description = "Reserve the disk space at the beginning.")
  private boolean allocate;

  @Mixin private OutputOptions output = new OutputOptions();

  GetCommand(Shell shell) {
    this.outerShell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Shell shell = output.shell(outerShell);
    FileSelection files = which.selection();
    TorrentOptions options =
        swarm.torrentOptions().withGoal(seeding.goal()).withAllocate(allocate).withFiles(files);
    EngineOptions engineOptions = swarm.engineOptions();
    Source torrent = Reading.source(engineOptions, source, LINK_PATIENCE);
    if (torrent instanceof Source.Torrent(Metainfo metainfo)) {
      FileOptions.require(metainfo.info(), files);
    }
    Watch watch = new Watch(shell.interrupt());
    try (Engine engine = Engines.open(shell, engineOptions)) {
      engine.listen(watch);
      watch.follow(engine.ended());
      Torrent running = Engines.add(engine, torrent, options);
      Doorstep doorstep = swarm.peering().doorstep(shell, watch, output.json());
      Transfer transfer = new Transfer(shell, watch, doorstep, running::status);
      if (transfer.awaitComplete(timeout)) {
        report(shell, transfer, running);
        transfer.awaitEnough(seeding.asked());
      }
      transfer.summarize();
    }
    return ExitCode.DONE;
  }

  /// The moment of completion.
  private void report(Shell shell, Transfer transfer, Torrent torrent) {
    String path = path(torrent);
    if (output.json()) {
      shell.result(transfer.json(torrent.status()).put("event", "complete").put("path", path));
    } else {
      shell.result(seeding.keepSeeding() ? "complete" : path);
    }
  }

  /// Where storage has the data, not where the torrent's author would; the folder, if nothing is
  /// there, as of a torrent without bytes.
  private String path(Torrent torrent) {
    Path stored = torrent.path();
    if (stored == null || !Files.exists(stored)) {
      return swarm.directory().toAbsolutePath().toString();
    }
    return swarm.directory().resolve(stored.getFileName()).toString();
  }
}
