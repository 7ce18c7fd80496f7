package dev.freshet.cli;

import dev.freshet.cli.screen.Bar;
import dev.freshet.cli.screen.Text;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.bound.BoundException;
import dev.freshet.sim.scenario.Outcome;
import dev.freshet.sim.scenario.Sample;
import dev.freshet.sim.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Plays swarms, one or two at a time, and shows how they get on. Just of one that has the machine
/// to itself it can be told how much memory it takes.
final class SwarmJobs {
  private static final int AT_ONCE = 2;
  private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int BAR_COLUMNS = 24;

  private final Shell shell;
  private final List<SwarmJob> jobs;
  private final boolean alone;
  private final Map<Integer, Sample> playing = new ConcurrentSkipListMap<>();
  private final AtomicLong drawnNanos = new AtomicLong(System.nanoTime());

  private SwarmJobs(Shell shell, List<SwarmJob> jobs, boolean alone) {
    this.shell = shell;
    this.jobs = jobs;
    this.alone = alone;
  }

  /// The results in the order of the jobs, played one after the other if each is to be `alone`.
  static List<SwarmResult> run(Shell shell, List<SwarmJob> jobs, boolean alone)
      throws Failure, InterruptedException {
    try {
      return new SwarmJobs(shell, jobs, alone).all();
    } finally {
      shell.screen().clear();
    }
  }

  private List<SwarmResult> all() throws Failure, InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            alone ? 1 : AT_ONCE, Thread.ofPlatform().daemon().name("freshet-swarm-", 0).factory());
    try {
      List<Future<SwarmResult>> futures = new ArrayList<>();
      for (int i = 0; i < jobs.size(); i++) {
        futures.add(begin(threads, i));
      }
      List<SwarmResult> results = new ArrayList<>();
      for (Future<SwarmResult> future : futures) {
        results.add(awaited(future));
      }
      return results;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Future<SwarmResult> begin(ExecutorService threads, int number) {
    FutureTask<SwarmResult> task =
        new FutureTask<>(() -> play(number)) {
          @Override
          protected void done() {
            shell.interrupt().wake();
          }
        };
    threads.execute(task);
    return task;
  }

  /// A swarm that is large tells seldom how far it is, so a signal is waited for here.
  private SwarmResult awaited(Future<SwarmResult> future)
      throws Failure, ExecutionException, InterruptedException {
    boolean stop = shell.interrupt().signal() != 0;
    while (!stop && !future.isDone()) {
      stop = shell.interrupt().await(FRAME_NANOS);
    }
    if (stop) {
      throw stopped();
    }
    return future.get();
  }

  private static Failure stopped() {
    return Failure.of("stopped; there is no result.");
  }

  private static Failure failure(@Nullable Throwable cause) {
    return switch (cause) {
      case Failure failure -> failure;
      case CancellationException _ -> stopped();
      case OutOfMemoryError _ ->
          Failure.of(
              "the swarm does not fit into memory; give Java more with FRESHET_OPTS=-Xmx…, or"
                  + " simulate fewer peers or with --mode piece.");
      case RuntimeException ours -> throw ours;
      case Error ours -> throw ours;
      case null, default -> throw new IllegalStateException(cause);
    };
  }

  private SwarmResult play(int number) throws Failure {
    SwarmJob job = jobs.get(number);
    HeapMeter memory = alone ? HeapMeter.on() : HeapMeter.off();
    long half = job.scenario().size() * job.scenario().peers() / 2;
    long start = System.nanoTime();
    Outcome outcome =
        job.play(sample -> {
          at(number, sample);
          if (sample.received() >= half) {
            memory.measure();
          }
        });
    double seconds = (System.nanoTime() - start) / 1e9 - memory.seconds();
    playing.remove(number);
    try {
      return new SwarmResult(
          job,
          outcome,
          Score.of(job.scenario(), outcome),
          seconds,
          memory.bytes() < 0 ? -1 : memory.bytes() / job.scenario().peers());
    } catch (BoundException e) {
      throw Failure.usage(e.clause() + ".");
    }
  }

  private void at(int number, Sample sample) {
    if (shell.interrupt().signal() != 0) {
      throw new CancellationException();
    }
    playing.put(number, sample);
    long now = System.nanoTime();
    long last = drawnNanos.get();
    if (now - last > FRAME_NANOS && drawnNanos.compareAndSet(last, now)) {
      List<String> lines = new ArrayList<>();
      playing.forEach((each, its) -> lines.add(line(jobs.get(each), its)));
      shell.screen().show(lines);
    }
  }

  private String line(SwarmJob job, Sample sample) {
    long all = job.scenario().size() * job.scenario().peers();
    String title = job.scenario().name() + " x " + job.scenario().peers();
    String seeds = jobs.size() == 1 ? "" : ", seed " + job.seed();
    return Text.clip(Text.plain(title + seeds), 40)
        + "  "
        + Text.right(Bar.percent(sample.received(), all), 5)
        + "  "
        + Bar.of(sample.received(), all, BAR_COLUMNS)
        + "  "
        + Span.text(sample.nanos() / 1_000_000_000)
        + " of virtual time  "
        + sample.complete()
        + " done";
  }
}
