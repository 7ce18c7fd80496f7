package dev.freshet.core.world;

import dev.freshet.core.edge.DiskEffect;
import java.util.LinkedHashMap;
import java.util.Map;

/// When a disk does what: later, with effects on one piece in their order, and opening, forgetting
/// and closing apart from all others.
final class SlowDisk {
  private final Map<Integer, Long> byPiece = new LinkedHashMap<>();
  private long barrier;
  private long last;

  /// When this effect is performed if it would take so long.
  long due(long now, DiskEffect effect, long takes) {
    long at =
        switch (effect) {
          case DiskEffect.Write write -> piece(now, write.piece(), takes);
          case DiskEffect.Read read -> piece(now, read.piece(), takes);
          case DiskEffect.Verify verify -> piece(now, verify.piece(), takes);
          case DiskEffect.Commit _ -> Math.max(now, barrier) + takes;
          case DiskEffect.Open _, DiskEffect.Forget _, DiskEffect.Close _ -> {
            barrier = Math.max(now, last) + takes;
            yield barrier;
          }
        };
    last = Math.max(last, at);
    return at;
  }

  private long piece(long now, int piece, long takes) {
    long from = Math.max(now, Math.max(barrier, byPiece.getOrDefault(piece, 0L)));
    byPiece.put(piece, from + takes);
    return from + takes;
  }
}
