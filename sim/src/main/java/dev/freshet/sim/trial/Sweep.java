package dev.freshet.sim.trial;

import dev.freshet.sim.fault.FaultCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Trials of many numbers, beside each other on as many threads as wanted. What comes of it does
/// not depend on how many those are.
public final class Sweep {
  private final long to;
  private final @Nullable Plant plant;
  private final Consumer<TrialResult> each;
  private final AtomicLong next;
  private final ReentrantLock lock = new ReentrantLock();
  private final FaultCounts faults = new FaultCounts();
  private final List<TrialResult> failures = new ArrayList<>();

  private Sweep(long from, long to, @Nullable Plant plant, Consumer<TrialResult> each) {
    this.next = new AtomicLong(from);
    this.to = to;
    this.plant = plant;
    this.each = each;
  }

  /// What came of a sweep.
  ///
  /// @param faults what struck in all trials together
  /// @param failures the trials in which a rule was broken, by their numbers
  public record Findings(FaultCounts faults, List<TrialResult> failures) {
    public Findings {
      failures = List.copyOf(failures);
    }
  }

  /// Plays the trials from number to number.
  ///
  /// @param plant a bug that all honest nodes have; null for none
  /// @param each hears of each trial when it is over, one at a time
  public static Findings run(
      long from, long to, int threads, @Nullable Plant plant, Consumer<TrialResult> each) {
    Sweep sweep = new Sweep(from, to, plant, each);
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      others.add(Thread.ofPlatform().daemon().start(sweep::work));
    }
    sweep.work();
    for (Thread other : others) {
      await(other);
    }
    List<TrialResult> failures = new ArrayList<>(sweep.failures);
    failures.sort((a, b) -> Long.compare(a.seed(), b.seed()));
    return new Findings(sweep.faults, failures);
  }

  private static void await(Thread other) {
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void work() {
    for (long seed = next.getAndIncrement(); seed <= to; seed = next.getAndIncrement()) {
      TrialResult result = Trial.run(seed, plant, null);
      lock.lock();
      try {
        faults.add(result.faults());
        if (result.failure() != null) {
          failures.add(result);
        }
        each.accept(result);
      } finally {
        lock.unlock();
      }
    }
  }
}
