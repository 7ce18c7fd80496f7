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

  /// Has this performed. After [#close] it is dropped.
  public void submit(DiskEffect effect) {
    lock.lock();
    try {
      if (!closed) {
        int before = schedule.runnableCount();
        schedule.add(effect);
        wake(schedule.runnableCount() - before);
        return;
      }
    } finally {
      lock.unlock();
    }
    release(effect);
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
    for (Schedule.Task task = next(readsOnly); task != null; task = next(readsOnly)) {
      try {
        storage.perform(task, DiskWorkers::broken).forEach(answers);
      } finally {
        done(task, readsOnly);
      }
    }
  }

  /// Only after its answer is out, so that answers about one piece come in order too.
  private void done(Schedule.Task task, boolean readsOnly) {
    lock.lock();
    try {
      int before = schedule.runnableCount();
      schedule.done(task);
      // who has just finished takes one of them without being woken
      wake(schedule.runnableCount() - before - (readsOnly ? 0 : 1));
    } finally {
      lock.unlock();
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

  private Schedule.@Nullable Task next(boolean readsOnly) {
    lock.lock();
    try {
      while (!closed) {
        Schedule.Task task = readsOnly ? schedule.pollRead() : schedule.poll();
        if (task != null) {
          return task;
        }
        (readsOnly ? readable : runnable).awaitUninterruptibly();
      }
      alive--;
      idle.signalAll();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /// Wakes who can do what has become runnable: so many effects.
  private void wake(int count) {
    if (schedule.hasRead()) {
      readable.signal();
    }
    for (int i = count; i > 0; i--) {
      runnable.signal();
    }
  }

  private static void release(DiskEffect effect) {
    if (effect instanceof DiskEffect.Write write) {
      write.lease().release();
    }
  }
}
