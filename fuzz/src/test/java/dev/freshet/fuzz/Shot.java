package dev.freshet.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One input given to one target, and what it cost.
///
/// @param problem what is wrong; null if nothing is
/// @param nanos time of this thread
/// @param allocated bytes of heap asked for on this thread, an upper bound of what was held at once
record Shot(@Nullable Throwable problem, long nanos, long allocated) {
  /// Bytes that may be asked for whatever the input is.
  private static final long BASE = 1 << 20;

  /// Bytes that may be asked for each byte of input.
  private static final long PER_BYTE = 64;

  /// The most time for an input, in a measurement.
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// Gives the input, on this thread.
  static Shot at(Target target, byte[] input) {
    return at(target, input, 1);
  }

  /// The same where so many times as much may be asked for.
  @SuppressWarnings("CatchingUnchecked") // whatever comes is what we look for
  static Shot at(Target target, byte[] input, int times) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long began = THREADS.getCurrentThreadCpuTime();
    Throwable problem = null;
    try {
      target.taker().take(input);
    } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
      problem = e;
    }
    long nanos = THREADS.getCurrentThreadCpuTime() - began;
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    if (problem == null
        && target.bounded()
        && allocated > times * (BASE + PER_BYTE * input.length)) {
      problem =
          new AssertionError(
              input.length + " bytes made it ask for " + allocated + " bytes of heap");
    }
    return new Shot(problem, nanos, allocated);
  }
}
