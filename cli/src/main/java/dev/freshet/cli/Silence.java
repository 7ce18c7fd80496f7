package dev.freshet.cli;

import dev.freshet.cli.screen.Text;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentStatus;
import java.util.concurrent.TimeUnit;

/// Says why nothing moves to those who have no terminal to see it on: once it has not for a while,
/// and again when the reason is another. What the disk refuses is said at once.
final class Silence {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Shell shell;
  private final Watch watch;
  private String refused = "";
  private String said = "";
  private boolean moving = true;
  private long sinceNanos;

  Silence(Shell shell, Watch watch) {
    this.shell = shell;
    this.watch = watch;
  }

  /// How it stands at a moment.
  void look(TorrentStatus now, long nowNanos) {
    String waiting = watch.waiting();
    if (!waiting.equals(refused)) {
      String over = refused.endsWith(Watch.AGAIN) ? "it was checked" : "the disk works again";
      shell.message("freshet: " + (waiting.isEmpty() ? over + "; going on" : waiting));
      refused = waiting;
    }
    boolean moves = now.explanation().isEmpty();
    if (moves || moving) {
      sinceNanos = nowNanos;
    }
    moving = moves;
    if (moves || shell.screen().live() || !waiting.isEmpty()) {
      return;
    }
    String why = clause(now);
    // the seconds until the next try are no news
    String reason = why.replaceAll("[0-9]+", "");
    if (!reason.equals(said) && nowNanos - sinceNanos > PATIENCE_NANOS) {
      boolean waits = now.phase() != Phase.SEEDING || now.complete();
      shell.message("freshet: " + (waits ? "still waiting: " : "") + why);
      said = reason;
      sinceNanos = nowNanos;
    }
  }

  /// Why nothing moves, without its full stop.
  static String clause(TorrentStatus now) {
    String text = Text.plain(now.explanation());
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
