package dev.freshet.cli;

import dev.freshet.cli.json.Json;
import dev.freshet.cli.screen.Bar;
import dev.freshet.cli.screen.Text;
import dev.freshet.core.api.FileSelection;
import dev.freshet.core.api.SeedGoal;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.Torrent;
import dev.freshet.protocol.metainfo.Metainfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Gives data that is there.
@Command(
    name = "seed",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Seed data that is there, until Ctrl-C. It is checked first and never changed.")
final class SeedCommand implements Callable<Integer> {
  private final Shell outerShell;

  @Parameters(paramLabel = "X.torrent", description = "A .torrent file, or an http(s) link to one.")
  private String source = "";

  @Mixin private SwarmOptions swarm = new SwarmOptions();
  @Mixin private SeedingOptions seeding = new SeedingOptions();
  @Mixin private SuperSeedOption superSeed = new SuperSeedOption();
  @Mixin private FileOptions which = new FileOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  SeedCommand(Shell shell) {
    this.outerShell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Shell shell = output.shell(outerShell);
    SeedGoal goal = seeding.asked() ? seeding.goal() : SeedGoal.FOREVER;
    FileSelection files = which.selection();
    TorrentOptions options =
        swarm
            .torrentOptions()
            .withGoal(goal)
            .withSuperSeed(superSeed.on)
            .withReadOnly(true)
            .withFiles(files);
    EngineOptions engineOptions = swarm.engineOptions();
    Metainfo metainfo = Reading.metainfo(engineOptions, source);
    FileOptions.require(metainfo.info(), files);
    Watch watch = new Watch(shell.interrupt());
    try (Engine engine = Engines.open(shell, engineOptions)) {
      engine.listen(watch);
      watch.follow(engine.ended());
      Torrent torrent = engine.add(metainfo, options);
      Doorstep doorstep = swarm.peering().doorstep(shell, watch, output.json());
      Transfer transfer = new Transfer(shell, watch, doorstep, torrent::status);
      if (transfer.awaitChecked()) {
        if (!watch.complete()) {
          throw missing(torrent.status(), files);
        }
        begin(shell, torrent.status(), engine.port());
        transfer.awaitEnough(true);
      }
      transfer.summarize();
    }
    return ExitCode.DONE;
  }

  private void begin(Shell shell, TorrentStatus status, int port) {
    if (output.json()) {
      shell.result(new Json().put("event", "seeding").put("name", status.name()).put("port", port));
    } else {
      shell.message("seeding " + Text.plain(status.name()) + " on port " + port);
    }
  }

  private Failure missing(TorrentStatus status, FileSelection files) {
    return Failure.of(
        "only %s of the %s in %s; choose its --dir, or fetch the rest with freshet get."
            .formatted(
                Bar.percent(status.verified(), status.length()),
                files.isAll() ? "data is" : "selected files are",
                swarm.directory().toAbsolutePath().normalize()));
  }
}
