package dev.freshet.cli;

import dev.freshet.cli.lab.Finding;
import dev.freshet.cli.screen.LabTable;
import dev.freshet.cli.screen.Text;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.PeerClass;
import dev.freshet.lab.ClientServerRun;
import dev.freshet.lab.LabException;
import dev.freshet.lab.Link;
import dev.freshet.lab.Measured;
import dev.freshet.lab.PeerToPeerRun;
import dev.freshet.lab.Run;
import dev.freshet.lab.Trial;
import dev.freshet.protocol.metainfo.Metainfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The same file to the same peers both ways, one after the other, with live progress.
final class Experiment {
  private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Shell shell;
  private final Scratch scratch;
  private final Path file;
  private final Metainfo metainfo;
  private final byte[] sha256;
  private final @Nullable Span timeout;
  private final long startNanos = System.nanoTime();

  private interface Preparation {
    Run prepare(Trial trial) throws LabException, InterruptedException;
  }

  /// @param timeout for all runs together; null for as long as it takes
  Experiment(
      Shell shell,
      Scratch scratch,
      Path file,
      Metainfo metainfo,
      byte[] sha256,
      @Nullable Span timeout) {
    this.shell = shell;
    this.scratch = scratch;
    this.file = file;
    this.metainfo = metainfo;
    this.sha256 = sha256;
    this.timeout = timeout;
  }

  /// Does it; null if a signal came.
  @Nullable Finding run(Distribution distribution) throws Failure, InterruptedException {
    double fastest = distribution.clientServer().seconds();
    Measured first = run("client-server", fastest, distribution, ClientServerRun::prepare);
    if (first == null) {
      return null;
    }
    fastest = distribution.discrete().seconds();
    Measured second = run("peer-to-peer", fastest, distribution, PeerToPeerRun::prepare);
    return second == null ? null : new Finding(distribution, first, second);
  }

  private @Nullable Measured run(
      String way, double fastest, Distribution distribution, Preparation preparation)
      throws Failure, InterruptedException {
    Path room = scratch.room(way + "-" + distribution.peers());
    try (Run run = preparation.prepare(trial(distribution, room))) {
      run.start();
      while (!run.done()) {
        shell.screen().show(lines(way, fastest, run));
        checkTime();
        if (shell.interrupt().await(FRAME_NANOS)) {
          return null;
        }
      }
      return run.measured();
    } catch (LabException e) {
      throw Failure.of("the " + way + " run failed: " + e.clause() + ".");
    } finally {
      shell.screen().clear();
      Scratch.delete(room);
    }
  }

  private List<String> lines(String way, double fastest, Run run) {
    String heading =
        "%s, %s  %s of at least %s"
            .formatted(
                way,
                Text.count(run.peers().size(), "peer"),
                Span.text((long) run.seconds()),
                Span.text((long) Math.ceil(fastest)));
    return LabTable.lines(
        heading, run.peers(), metainfo.info().contentLength(), shell.screen().extent().rows() - 1);
  }

  private Trial trial(Distribution distribution, Path room) {
    List<Link> links = new ArrayList<>();
    for (PeerClass each : distribution.classes()) {
      for (long i = 0; i < each.count(); i++) {
        links.add(new Link(each.upBytesPerSecond(), each.downBytesPerSecond()));
      }
    }
    Link origin = new Link(distribution.originBytesPerSecond(), 0);
    return new Trial(file, metainfo, sha256, origin, links, room);
  }

  private void checkTime() throws Failure {
    Span patience = timeout;
    if (patience != null && System.nanoTime() - startNanos >= patience.nanos()) {
      throw Failure.late("not done after " + patience + "; give more --timeout or higher rates.");
    }
  }
}
