package dev.freshet.cli;

import dev.freshet.cli.screen.TorrentPage;
import dev.freshet.cli.source.Source;
import dev.freshet.engine.EngineOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What a torrent holds.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Show what a torrent holds: names, sizes, info-hashes, trackers, magnet link.")
final class ShowCommand implements Callable<Integer> {
  private static final Duration LINK_PATIENCE = Duration.ofSeconds(30);

  private final Shell shell;

  @Parameters(
      paramLabel = "SOURCE",
      description = "A .torrent file, a magnet link or an http(s) link to a .torrent file.")
  private String source = "";

  @Option(names = "--files", description = "List every file, not only the first ones.")
  private boolean files;

  @Mixin private OutputOptions output = new OutputOptions();

  ShowCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    switch (Reading.source(EngineOptions.defaults(), source, LINK_PATIENCE)) {
      case Source.Torrent(var metainfo) when output.json() ->
          shell.result(TorrentPage.json(metainfo, files));
      case Source.Torrent(var metainfo) ->
          TorrentPage.lines(metainfo, files).forEach(shell::result);
      case Source.Link(var magnet) when output.json() -> shell.result(TorrentPage.json(magnet));
      case Source.Link(var magnet) -> TorrentPage.lines(magnet).forEach(shell::result);
    }
    return ExitCode.DONE;
  }
}
