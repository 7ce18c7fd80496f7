package dev.freshet.cli;

import dev.freshet.cli.json.Json;
import dev.freshet.cli.screen.Bar;
import dev.freshet.cli.screen.Text;
import dev.freshet.cli.screen.TorrentPage;
import dev.freshet.cli.screen.TransferLine;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.api.WebSeedStatus;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A download from its beginning until it is complete and has given enough: shows it, waits for it,
/// and says how it ended.
final class Transfer {
  private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /// For so long it may stay without a word.
  private static final long UNEXPLAINED_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final String STAYS =
      "freshet: everything is here; it is passed on for a minute at most, or as long as the download"
          + " took, while a peer lacks it. Ctrl-C leaves now, --seed-for 0s leaves at once.";

  private final Shell shell;
  private final Watch watch;
  private final Supplier<TorrentStatus> status;
  private final long startNanos = System.nanoTime();
  private final Silence silence;
  private final Doorstep doorstep;
  private long completeNanos = -1;

  /// `status` says how the torrent stands now.
  Transfer(Shell shell, Watch watch, Doorstep doorstep, Supplier<TorrentStatus> status) {
    this.shell = shell;
    this.watch = watch;
    this.status = status;
    this.silence = new Silence(shell, watch);
    this.doorstep = doorstep;
  }

  /// Waits until everything is there; returns false if a signal came first.
  ///
  /// @param patience most time to wait; null for as long as it takes
  boolean awaitComplete(@Nullable Span patience) throws Failure, InterruptedException {
    while (!watch.complete()) {
      watch.check();
      TorrentStatus now = status.get();
      show(now);
      if (patience != null && elapsedNanos() >= patience.nanos()) {
        throw late(now, patience);
      }
      long left = patience == null ? FRAME_NANOS : patience.nanos() - elapsedNanos();
      if (shell.interrupt().await(Math.clamp(left, 1, FRAME_NANOS))) {
        return false;
      }
    }
    completeNanos = elapsedNanos();
    return true;
  }

  /// Waits until all data was checked; returns false if a signal came first.
  boolean awaitChecked() throws Failure, InterruptedException {
    while (!watch.complete() && !watch.incomplete()) {
      watch.check();
      show(status.get());
      if (shell.interrupt().await(FRAME_NANOS)) {
        return false;
      }
    }
    return true;
  }

  /// Waits until it has given enough, or a signal comes. If nobody asked it to stay, it says why it
  /// does.
  void awaitEnough(boolean asked) throws InterruptedException {
    long begun = System.nanoTime();
    boolean said = asked;
    do {
      if (!said && System.nanoTime() - begun >= UNEXPLAINED_NANOS) {
        said = true;
        shell.message(STAYS);
      }
      show(status.get());
    } while (!watch.enough() && !shell.interrupt().await(FRAME_NANOS));
  }

  /// Takes the picture away and says in one line how it went.
  void summarize() {
    shell.screen().clear();
    shell.message(summary(status.get(), seconds()));
  }

  /// How it went, for machines.
  Json json(TorrentStatus now) {
    return TorrentPage.hashes(now.hashes())
        .put("name", now.name())
        .put("size", now.length())
        .put("complete", now.complete())
        .put("seconds", seconds())
        .put("downloaded", now.downloaded())
        .put("uploaded", now.uploaded())
        .put("from_web_seeds", fromWebSeeds(now))
        .put("wasted", now.wasted())
        .put("corrupt", now.corrupt());
  }

  /// How it went, for people.
  static String summary(TorrentStatus now, double seconds) {
    String name = Text.plain(now.name().isEmpty() ? now.hashes().toString() : now.name());
    String rate = seconds < 1 ? "" : " (" + Rate.text((long) (now.downloaded() / seconds)) + ")";
    String transferred =
        "%s in %s%s, sent %s"
            .formatted(
                Size.text(now.downloaded()),
                Span.text((long) seconds),
                rate,
                Size.text(now.uploaded()));
    if (now.phase() == Phase.CHECKING) {
      String good = Size.text(now.verified());
      return name + ": stopped before everything was checked; " + good + " is good so far";
    }
    if (!now.complete()) {
      String part = Bar.percent(now.verified(), now.length());
      return name + ": " + part + " is here; received " + transferred;
    }
    long web = fromWebSeeds(now);
    String from = web == 0 ? "" : ", " + Size.text(web) + " of it from web seeds";
    boolean all = now.havePieces() == now.pieces();
    String done = (all ? "" : "the selected files are ") + "complete and verified; ";
    String how = now.downloaded() == 0 ? "everything was here" : "received " + transferred + from;
    return name + ": " + done + how;
  }

  private static long fromWebSeeds(TorrentStatus now) {
    return now.webSeeds().stream().mapToLong(WebSeedStatus::downloaded).sum();
  }

  private void show(TorrentStatus now) {
    shell.screen().show(TransferLine.of(now, shell.screen().extent().columns()));
    silence.look(now, System.nanoTime());
    doorstep.look();
  }

  private static Failure late(TorrentStatus now, Span patience) {
    String why = now.explanation().isEmpty() ? "" : " (" + Silence.clause(now) + ")";
    return Failure.late(
        "not complete after %s: %s is here%s; run the same command again, it continues."
            .formatted(patience, Bar.percent(now.verified(), now.length()), why));
  }

  /// Until completion, or until now if it is not complete.
  private double seconds() {
    return Math.round((completeNanos < 0 ? elapsedNanos() : completeNanos) / 1e6) / 1e3;
  }

  private long elapsedNanos() {
    return System.nanoTime() - startNanos;
  }
}
