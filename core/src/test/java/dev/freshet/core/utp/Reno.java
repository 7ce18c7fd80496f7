package dev.freshet.core.utp;

import java.util.TreeMap;

/// A TCP that sends for ever, as far as it matters to who shares a line with it: Reno's window with
/// perfect selective acknowledgement. What it sends again is not told apart from what is new.
final class Reno {
  private static final int PAYLOAD = 1448;
  private static final int LENGTH = 1500;
  private static final long LEAST_TIMEOUT = 200 * UtpWorld.MILLI;

  private final UtpWorld world;
  private final UtpWorld.Line there;
  private final long back;
  private final TreeMap<Long, Long> underWay = new TreeMap<>();
  private double window = 10;
  private double threshold = Double.MAX_VALUE;
  private long next;
  private long recovery = -1;
  private long arrived;
  private long smooth;
  private long timer;
  private boolean stopped;

  Reno(UtpWorld world, UtpWorld.Line there, long back) {
    this.world = world;
    this.there = there;
    this.back = back;
  }

  void start() {
    send();
  }

  void stop() {
    stopped = true;
  }

  /// Payload that has arrived.
  long arrived() {
    return arrived * PAYLOAD;
  }

  private void send() {
    while (!stopped && underWay.size() < (int) window) {
      long number = next++;
      underWay.put(number, world.now());
      there.carry(LENGTH, () -> world.after(back, () -> acknowledged(number)));
    }
    long mine = ++timer;
    world.after(
        Math.max(LEAST_TIMEOUT, 2 * smooth),
        () -> {
          if (timer == mine && !underWay.isEmpty()) {
            threshold = Math.max(2, window / 2);
            window = 1;
            underWay.clear();
            recovery = next - 1;
            send();
          }
        });
  }

  private void acknowledged(long number) {
    Long sentAt = underWay.remove(number);
    if (sentAt == null) {
      return;
    }
    arrived++;
    long took = world.now() - sentAt;
    smooth = smooth == 0 ? took : smooth + (took - smooth) / 8;
    window += window < threshold ? 1 : 1 / window;
    while (!underWay.isEmpty() && underWay.firstKey() <= number - 3) {
      long lost = underWay.pollFirstEntry().getKey();
      if (lost > recovery) {
        recovery = next - 1;
        window = Math.max(2, window / 2);
        threshold = window;
      }
    }
    send();
  }
}
