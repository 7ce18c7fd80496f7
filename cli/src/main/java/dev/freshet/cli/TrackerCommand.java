package dev.freshet.cli;

import dev.freshet.cli.json.Json;
import dev.freshet.cli.screen.Text;
import dev.freshet.core.registry.RegistryTotals;
import dev.freshet.tracker.TrackerOptions;
import dev.freshet.tracker.TrackerServer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A tracker on its own.
@Command(
    name = "tracker",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Run a tracker for any torrent, HTTP and UDP, until Ctrl-C. Prints its URLs.")
final class TrackerCommand implements Callable<Integer> {
  private static final long FRAME_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Shell outerShell;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "The port, HTTP and UDP; 6969 by default, 0 for any that is free.")
  private int port = TrackerHost.USUAL_PORT;

  @Mixin private HostOptions host = new HostOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  TrackerCommand(Shell shell) {
    this.outerShell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Shell shell = output.shell(outerShell);
    TrackerHost where = host.where();
    TrackerOptions options =
        TrackerOptions.defaults()
            .withBind(where.bind())
            .withPort(SwarmOptions.checkedPort("--port", port));
    try (TrackerServer server = TrackerHost.open(options)) {
      report(shell, where, server.port());
      do {
        shell.screen().show(List.of(line(server.totals())));
      } while (!shell.interrupt().await(FRAME_NANOS));
      shell.screen().clear();
      shell.message(line(server.totals()));
    }
    return ExitCode.DONE;
  }

  private void report(Shell shell, TrackerHost where, int actual) {
    if (output.json()) {
      shell.result(new Json().put("event", "tracking").put("urls", where.announceUrls(actual)));
    } else {
      where.announceUrls(actual).forEach(shell::result);
    }
  }

  private static String line(RegistryTotals totals) {
    return "%s, %s (%s), %d announces"
        .formatted(
            Text.count(totals.swarms(), "swarm"),
            Text.count(totals.peers(), "peer"),
            Text.count(totals.seeds(), "seed"),
            totals.announces());
  }
}
