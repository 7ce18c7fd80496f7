package dev.freshet.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The clock of a run: when it started, when each peer finished, and how much the processors had to
/// do in between. Thread-safe.
final class Stopwatch {
  private static final long RUNNING = -1;

  private final long[] finished;
  private int running;
  private long startNanos;
  private final Processors processors = new Processors();

  /// A clock for so many peers.
  Stopwatch(int peers) {
    finished = new long[peers];
    Arrays.fill(finished, RUNNING);
    running = peers;
  }

  /// Starts as if so much had passed already.
  synchronized void start(long passedNanos) {
    processors.start();
    startNanos = System.nanoTime() - passedNanos;
  }

  /// This peer has everything. What is told again does not count.
  synchronized void finish(int peer) {
    if (finished[peer] == RUNNING) {
      finished[peer] = System.nanoTime() - startNanos;
      running--;
      if (running == 0) {
        processors.stop();
      }
    }
  }

  synchronized boolean done() {
    return running == 0;
  }

  /// Seconds since the start.
  synchronized double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /// When this peer finished; negative if it has not.
  synchronized double seconds(int peer) {
    return finished[peer] == RUNNING ? RUNNING : finished[peer] / 1e9;
  }

  /// What came of it, when all have finished.
  synchronized Measured measured(long originSent) {
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < finished.length; i++) {
      all.add(seconds(i));
    }
    double last = all.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return new Measured(all, originSent, processors.share(last), processors.machineShare());
  }
}
