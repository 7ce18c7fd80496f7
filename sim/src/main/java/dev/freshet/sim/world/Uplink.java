package dev.freshet.sim.world;

import java.util.ArrayDeque;

/// A host's way out: connections with something to send take turns, a chunk each, so that each gets
/// the same share; as fair queueing at the line does. What is small goes first and is charged to
/// the next chunk.
final class Uplink {
  private final Host host;
  private final long rate;
  private final ArrayDeque<End> waiting = new ArrayDeque<>();
  private boolean busy;
  private long debt;

  Uplink(Host host, long rate) {
    this.host = host;
    this.rate = rate;
  }

  /// This end has something to send.
  void ready(End end) {
    waiting.add(end);
    pump();
  }

  /// Something small went out past all others; how long that takes.
  long express(int bytes) {
    if (rate == 0) {
      return 0;
    }
    debt += bytes;
    return World.nanos(bytes, rate);
  }

  private void pump() {
    while (!busy) {
      End end = waiting.poll();
      if (end == null) {
        return;
      }
      Chunk chunk = end.nextChunk();
      if (chunk == null) {
        continue;
      }
      long takes = rate == 0 ? 0 : World.nanos(chunk.length() + debt, rate);
      debt = 0;
      busy = true;
      host.after(takes, () -> departed(end, chunk));
    }
  }

  private void departed(End end, Chunk chunk) {
    busy = false;
    end.departed(chunk);
    if (end.wantsTurn()) {
      waiting.add(end);
    }
    pump();
  }
}
