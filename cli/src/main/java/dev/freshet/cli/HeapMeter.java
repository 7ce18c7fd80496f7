package dev.freshet.cli;

/// How much memory a simulated swarm takes: what is in use after a collection, beyond what was
/// before it began.
final class HeapMeter {
  private final long before;
  private long bytes = -1;
  private double seconds;

  private HeapMeter(long before) {
    this.before = before;
  }

  /// One that measures, beginning now.
  static HeapMeter on() {
    return new HeapMeter(used());
  }

  /// One that does not: where several swarms share the memory.
  static HeapMeter off() {
    return new HeapMeter(-1);
  }

  /// Measures, the first time it is called.
  void measure() {
    if (before >= 0 && bytes < 0) {
      long start = System.nanoTime();
      bytes = Math.max(0, used() - before);
      seconds = (System.nanoTime() - start) / 1e9;
    }
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /// What was measured; -1 if nothing was.
  long bytes() {
    return bytes;
  }

  /// How long that took.
  double seconds() {
    return seconds;
  }
}
