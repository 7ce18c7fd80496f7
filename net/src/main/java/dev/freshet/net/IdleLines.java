package dev.freshet.net;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connections to web servers that wait for the next request. Thread-safe.
final class IdleLines implements Closeable {
  private static final int MOST = 16;

  /// Shorter than most servers keep them.
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(4);

  private record Idle(String origin, WebLine line, long sinceNanos) {}

  private final List<Idle> idle = new ArrayList<>();
  private boolean closed;

  /// One that leads to this origin; null if there is none.
  synchronized @Nullable WebLine take(String origin) {
    sweep();
    for (Iterator<Idle> each = idle.reversed().iterator(); each.hasNext(); ) {
      Idle one = each.next();
      if (one.origin.equals(origin)) {
        each.remove();
        return one.line;
      }
    }
    return null;
  }

  /// Keeps a connection, or closes it.
  synchronized void put(String origin, WebLine line) {
    sweep();
    if (closed || idle.size() >= MOST) {
      line.close();
    } else {
      idle.add(new Idle(origin, line, System.nanoTime()));
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    while (!idle.isEmpty() && now - idle.getFirst().sinceNanos > KEPT_NANOS) {
      idle.removeFirst().line.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(one -> one.line.close());
    idle.clear();
  }
}
