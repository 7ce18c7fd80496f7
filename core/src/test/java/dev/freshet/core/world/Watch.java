package dev.freshet.core.world;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Bitfield;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Checks, knowing nothing of the scenario, that a node keeps the rules: by what goes in and out of
/// it alone. For a node with one torrent.
final class Watch {
  /// Wake-ups for nothing that a node may have in a second.
  static final int MOST_IDLE_TICKS = 1000;

  private final Map<Integer, Tap> taps = new LinkedHashMap<>();
  private final Set<Integer> over = new TreeSet<>();
  private final BitSet have = new BitSet();
  private final Set<Long> came = new TreeSet<>();
  private final Set<Long> written = new TreeSet<>();
  private int lastConn;
  private int pieces;
  private boolean trusted;
  private boolean stop;
  private boolean stopped;
  private long second;
  private int idleTicks;
  private long given;

  /// Payload given.
  long given() {
    return given;
  }

  /// Fails unless this holds.
  void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  // What goes in.

  void heard(long now, Input input) {
    switch (input) {
      case NetInput.Received(int conn, Lease lease) ->
          taps.computeIfAbsent(conn, _ -> new Tap(this)).heard(lease.buffer());
      case NetInput.Accepted(int conn, var _) -> require(!over.contains(conn), "id used twice");
      case NetInput.Closed(int conn, String _, boolean _) -> over(conn);
      case NetInput _ -> {}
      case DiskInput disk -> heard(disk);
      case Input.Asked(Command.AddTorrent add) -> trusted = add.options().trusted();
      case Input.Asked(Command.Stop()) -> stop = true;
      case Input.Asked _ -> {}
      case Input.Tick() -> {
        if (now / World.SECOND != second) {
          second = now / World.SECOND;
          idleTicks = 0;
        }
      }
    }
  }

  private void heard(DiskInput input) {
    switch (input) {
      case DiskInput.Opened(int _, Bitfield known, Bitfield unknown) -> {
        have.clear();
        written.clear();
        for (int piece = 0; piece < pieces; piece++) {
          have.set(piece, known.get(piece) || (trusted && unknown.get(piece)));
        }
      }
      case DiskInput.Verified(int _, int piece, boolean ok, byte[] _) -> {
        if (ok) {
          have.set(piece);
        } else {
          forget(piece);
        }
      }
      case DiskInput.Failed failed -> {
        switch (failed.during()) {
          case DiskEffect.Write write -> forget(write.piece());
          case DiskEffect.Verify verify -> forget(verify.piece());
          case DiskEffect.Read read -> forget(read.piece());
          case DiskEffect _ -> {}
        }
      }
      case DiskInput _ -> {}
    }
  }

  private void forget(int piece) {
    written.removeIf(block -> block >>> 32 == piece);
  }

  // What comes out.

  void said(long now, Input input, List<Effect> effects) {
    if (input instanceof Input.Tick && effects.isEmpty()) {
      require(++idleTicks < MOST_IDLE_TICKS, "wakes for nothing");
    }
    effects.forEach(this::said);
    taps.keySet().removeAll(over);
  }

  private void said(Effect effect) {
    switch (effect) {
      case NetEffect.Connect(int conn, var _) -> {
        require(conn > lastConn, "a connection id used twice");
        lastConn = conn;
      }
      case NetEffect.Send(int conn, ByteBuffer bytes, Lease _) -> {
        require(!over.contains(conn), "sends on a connection that is gone");
        taps.computeIfAbsent(conn, _ -> new Tap(this)).said(bytes);
      }
      case NetEffect.Close(int conn) -> over(conn);
      case DiskEffect.Open open -> pieces = open.info().geometry().pieceCount();
      case DiskEffect.Write(int _, int piece, int begin, ByteBuffer _, Lease _) -> {
        long block = (long) piece << 32 | begin;
        require(came.remove(block), "writes what was not asked for");
        require(written.add(block), "writes block " + piece + "/" + begin + " twice");
      }
      case Effect.Notify(Event.NodeStopped()) -> {
        require(stop && !stopped, "stops unasked, or twice");
        stopped = true;
      }
      case Effect _ -> {}
    }
  }

  private void over(int conn) {
    over.add(conn);
  }

  // What the taps ask and tell.

  /// A block came that was asked for.
  void came(int piece, int begin) {
    came.add((long) piece << 32 | begin);
  }

  /// A block was given.
  void gave(int piece, int length) {
    require(have.get(piece), "gave what is not verified");
    given += length;
  }

  boolean has(int piece) {
    return have.get(piece);
  }

  boolean hasAll() {
    return have.cardinality() == pieces;
  }
}
