package dev.freshet.cli;

import dev.freshet.cli.screen.Bar;
import dev.freshet.cli.screen.Text;
import dev.freshet.cli.source.Origin;
import dev.freshet.cli.source.SourceException;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.cli.unit.Span;
import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.TorrentMaker;
import dev.freshet.engine.TorrentRecipe;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// From files to a torrent, and from a torrent to a verdict on files: reads all the data with a bar
/// on the screen.
final class Hashing {
  private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int BAR_COLUMNS = 24;

  private Hashing() {}

  /// Reads all files of a file or folder and makes the metainfo.
  static Metainfo make(Shell shell, Path path, TorrentRecipe recipe)
      throws Failure, InterruptedException {
    if (path.toString().isEmpty()) {
      // Java takes it for the current folder; it is a script's variable that was not set
      throw Failure.usage("the PATH is empty; give a file or folder, . for the current one.");
    }
    try {
      return TorrentMaker.make(
          path,
          recipe,
          progress(shell, "hashing " + path.toAbsolutePath().normalize().getFileName()));
    } catch (IOException e) {
      throw Failure.of(e.getMessage() + ".");
    } catch (MetainfoException e) {
      throw Failure.of("no torrent can be made of " + path + ": " + e.getMessage() + ".");
    } catch (CancellationException e) {
      throw Failure.of("stopped; nothing was made.");
    } finally {
      shell.screen().clear();
    }
  }

  /// Reads a file on a web server once and makes the metainfo, with its link in it.
  static Metainfo make(Shell shell, EngineOptions engine, String origin, TorrentRecipe recipe)
      throws Failure, InterruptedException {
    String name = origin.substring(origin.lastIndexOf('/') + 1);
    TorrentMaker.Progress progress = progress(shell, "hashing " + name);
    FutureTask<Metainfo> task =
        new FutureTask<>(() -> Origin.make(engine, origin, recipe, progress)) {
          @Override
          protected void done() {
            shell.interrupt().wake();
          }
        };
    // there an interrupt ends what waits for a server
    Thread.ofVirtual().name("freshet-origin").start(task);
    try {
      boolean stop = false;
      while (!task.isDone() && !stop) {
        stop = shell.interrupt().await(FRAME_NANOS);
      }
      if (stop) {
        throw Failure.of("stopped; nothing was made.");
      }
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SourceException known -> throw Failure.of(known.sentence());
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      task.cancel(true);
      shell.screen().clear();
    }
  }

  /// How many threads hash.
  static int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  /// Draws a bar four times a second, and stops the work when a signal asks to end.
  static TorrentMaker.Progress progress(Shell shell, String doing) {
    long start = System.nanoTime();
    AtomicLong drawn = new AtomicLong(start);
    return (done, total) -> {
      long now = System.nanoTime();
      long last = drawn.get();
      if (now - last > FRAME_NANOS && drawn.compareAndSet(last, now)) {
        shell.screen().show(List.of(line(doing, done, total, now - start)));
      }
      return shell.interrupt().signal() == 0;
    };
  }

  /// How far the reading of data is.
  static String line(String doing, long done, long total, long nanos) {
    long rate = (long) (done / (nanos / 1e9));
    String left = rate == 0 ? "" : "  " + Span.text((total - done + rate - 1) / rate) + " left";
    return Text.clip(Text.plain(doing), 32)
        + "  "
        + Text.right(Bar.percent(done, total), 5)
        + " of "
        + Size.text(total)
        + "  "
        + Bar.of(done, total, BAR_COLUMNS)
        + "  "
        + Rate.text(rate)
        + left;
  }
}
