package dev.freshet.storage;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The threads that perform effects. Reads go first, and one thread takes nothing but reads, so
/// that an upload does not wait behind hashing; in what order effects may run says [Schedule].
///
/// Nothing here blocks who submits; how much is queued the core bounds by its own account.
public final class DiskWorkers implements AutoCloseable {
  private static final int MAX_THREADS = 4;
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Storage storage;
  private final Consumer<DiskInput> answers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition readable = lock.newCondition();
  private final Condition runnable = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final Schedule schedule = new Schedule();
  private final List<Thread> threads = new ArrayList<>();
  private boolean closed;
  private int alive;

  /// Threads that wait and were not woken; for both kinds.
  private int idleWorkers;

  /// Whether the thread for reads waits and was not woken.
  private boolean readerIdle;

  /// As many threads as there are cores, at most four, and one for reads alone. `answers` is called
  /// from them.
  public DiskWorkers(Storage storage, Consumer<DiskInput> answers) {
    this(storage, answers, Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
  }

  /// That many threads, and one for reads alone.
  public DiskWorkers(Storage storage, Consumer<DiskInput> answers, int count) {
    this.storage = storage;
    this.answers = answers;
    for (int i = 0; i <= count; i++) {
      boolean readsOnly = i == count;
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("freshet-disk-" + (readsOnly ? "read" : i))
              .unstarted(() -> work(readsOnly)));
    }
    alive = threads.size();
    threads.forEach(Thread::start);
  }

  /// Has these performed. After [#close] they are dropped.
  public void submit(List<DiskEffect> effects) {
    lock.lock();
    try {
      if (!closed) {
        effects.forEach(schedule::add);
        wake();
        return;
      }
    } finally {
      lock.unlock();
    }
    effects.forEach(DiskWorkers::release);
  }

  /// Drops what is queued, waits a while for what is being done, and closes the storage. Who wants
  /// torrents closed in order waits for their [DiskInput.Closed] before.
  @Override
  public void close() {
    List<DiskEffect> dropped;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      dropped = schedule.drain();
      readable.signalAll();
      runnable.signalAll();
      awaitIdle();
    } finally {
      lock.unlock();
    }
    dropped.forEach(DiskWorkers::release);
    storage.close();
  }

  private void awaitIdle() {
    long left = CLOSE_NANOS;
    boolean interrupted = false;
    while (alive > 0 && left > 0) {
      try {
        left = idle.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(boolean readsOnly) {
    Schedule.Task task = next(null, readsOnly);
    while (task != null) {
      Schedule.Task done = task;
      try {
        storage.perform(task, DiskWorkers::broken).forEach(answers);
      } finally {
        task = next(done, readsOnly);
      }
    }
  }

  private static List<DiskInput> broken(DiskEffect effect, Throwable ourFault) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, ourFault);
    DiskInput failed =
        new DiskInput.Failed(
            effect.torrent(), effect, DiskProblem.FAILED, "storage is broken: " + ourFault);
    return effect instanceof DiskEffect.Close
        ? List.of(failed, new DiskInput.Closed(effect.torrent()))
        : List.of(failed);
  }

  /// Waits for something to do; null when there will be nothing more.
  ///
  /// @param done what the thread has just done. It counts as done only now that its answer is out,
  ///   so that answers about one piece come in order too
  private Schedule.@Nullable Task next(Schedule.@Nullable Task done, boolean readsOnly) {
    lock.lock();
    try {
      if (done != null) {
        schedule.done(done);
      }
      while (!closed) {
        Schedule.Task task = readsOnly ? schedule.pollRead() : schedule.poll();
        // others get what has become runnable and this thread does not take
        wake();
        if (task != null) {
          return task;
        }
        if (readsOnly) {
          readerIdle = true;
          readable.awaitUninterruptibly();
        } else {
          idleWorkers++;
          runnable.awaitUninterruptibly();
        }
      }
      alive--;
      idle.signalAll();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /// Wakes as many as there are tasks, and nobody twice. A thread that wakes by itself is counted
  /// as idle once too often until it is woken for nothing: no task is left lying.
  private void wake() {
    int tasks = schedule.runnableCount();
    if (readerIdle && schedule.hasRead()) {
      readerIdle = false;
      readable.signal();
      tasks--;
    }
    for (; tasks > 0 && idleWorkers > 0; tasks--) {
      idleWorkers--;
      runnable.signal();
    }
  }

  private static void release(DiskEffect effect) {
    if (effect instanceof DiskEffect.Write write) {
      write.lease().release();
    }
  }
}
