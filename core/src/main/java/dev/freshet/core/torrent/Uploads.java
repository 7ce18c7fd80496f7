package dev.freshet.core.torrent;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.webseed.Ahead;
import dev.freshet.protocol.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Serves what unchoked peers have asked for.
///
/// *Theory of operation.* Requests wait at their session. A turn takes the oldest of a session,
/// with those right behind it in the same piece, and reads them from disk at once; what was read
/// goes out as one block each. Nothing is read that the rate limit does not allow now, nor while
/// the session's connection still has [#highWater] bytes to send, so memory is bounded by peers
/// times that. Sessions take turns, and under a limit a turn brings 16 KiB and a block goes when
/// its bytes are together (deficit round robin, Shreedhar and Varghese 1996), so that a limited
/// uplink is shared fairly, however large the blocks are that one asks for. Who has enough to send
/// leaves the turns, and comes back by [#ready] when bytes have left or a read has ended, so that
/// an input costs no more than the sessions it lets go on.
final class Uploads {
  private static final int MAX_RUN = 8 * 16 * 1024;
  private static final long MIN_HIGH_WATER = 64 * 1024;
  private static final long MAX_HIGH_WATER = 1024 * 1024;
  private static final int MAX_READS = 64;
  private static final int TURN = 16 * 1024;

  /// Learns which blocks leave for whom.
  interface Given {
    void given(PeerSession session, Message.Request block);
  }

  private record Reading(int conn, List<Message.Request> blocks) {}

  private final int torrent;
  private final RateGate gate;
  private final Given given;
  private final Ahead ahead;
  private final Map<Long, Reading> readings = new LinkedHashMap<>();
  private final ArrayDeque<PeerSession> turns = new ArrayDeque<>();
  private final List<PeerSession> waiting = new ArrayList<>();
  private long nextRequest;
  private int starved;

  /// `ahead` says what goes out before or after the rest.
  Uploads(int torrent, RateGate gate, Given given, Ahead ahead) {
    this.torrent = torrent;
    this.gate = gate;
    this.given = given;
    this.ahead = ahead;
  }

  /// The session may have something to serve, or room for more.
  void ready(PeerSession session) {
    if (!session.wanted().isEmpty() && session.slot().inTurn(true)) {
      turns.add(session);
    }
  }

  /// Starts as many reads as limits allow now.
  void advance(long now, Outbox out) {
    starved = 0;
    waiting.clear();
    boolean choosy = ahead.first(now);
    while (!turns.isEmpty() && readings.size() < MAX_READS) {
      PeerSession session = turns.element();
      if (session.wanted().isEmpty() || room(session, now) <= 0) {
        turns.remove();
        session.slot().inTurn(false);
        continue;
      }
      Message.Request first = choosy ? first(now, session) : session.wanted().element();
      if (first == null) {
        waiting.add(turns.remove());
        continue;
      }
      if (gate.limited() && !together(session, first)) {
        turns.add(turns.remove());
        continue;
      }
      if (!gate.lets(now, first.length())) {
        starved = first.length();
        break;
      }
      session.slot().credit(-Math.min(session.slot().credit(), first.length()));
      turns.add(turns.remove());
      start(now, session, first, out);
    }
    turns.addAll(waiting);
  }

  /// When the rate limit allows the next block; [Long#MAX_VALUE] if no one waits for that.
  long deadline(long now) {
    return starved > 0 ? gate.deadlineFor(now, starved) : Long.MAX_VALUE;
  }

  /// What a read gave. The blocks go out if they are still wanted. Bytes that were sent.
  int read(long now, long request, Lease bytes, @Nullable PeerSession session, Outbox out) {
    Reading reading = readings.remove(request);
    int sent = 0;
    if (reading != null && session != null) {
      session.slot().reading(-length(reading.blocks));
      ByteBuffer from = bytes.buffer();
      int start = reading.blocks.getFirst().begin();
      for (Message.Request block : reading.blocks) {
        if (!session.chokedByUs()) {
          ByteBuffer view = from.slice(from.position() + block.begin() - start, block.length());
          session.give(block.piece(), block.begin(), view, bytes.retain(), now, out);
          given.given(session, block);
          sent += block.length();
        } else {
          gate.refund(block.length());
          session.reject(block, out);
        }
      }
      ready(session);
    }
    bytes.release();
    return sent;
  }

  /// Whose read this is; 0 if nobody's.
  int reader(long request) {
    Reading reading = readings.get(request);
    return reading == null ? 0 : reading.conn;
  }

  /// A read failed: the blocks that the session, if it is still there, will not get.
  List<Message.Request> failed(long request, @Nullable PeerSession session) {
    Reading reading = readings.remove(request);
    if (reading == null) {
      return List.of();
    }
    gate.refund(length(reading.blocks));
    if (session != null) {
      session.slot().reading(-length(reading.blocks));
      ready(session);
    }
    return reading.blocks;
  }

  /// The peer is gone.
  void gone(PeerSession session) {
    if (session.slot().inTurn(false)) {
      turns.remove(session);
    }
  }

  /// Whether the session has been brought enough for this one by its turns, with this turn.
  private static boolean together(PeerSession session, Message.Request first) {
    if (session.slot().credit() < first.length()) {
      session.slot().credit(TURN);
    }
    return session.slot().credit() >= first.length();
  }

  private void start(long now, PeerSession session, Message.Request first, Outbox out) {
    int limit =
        gate.limited()
            ? first.length()
            : (int) Math.min(MAX_RUN, Math.max(room(session, now), first.length()));
    List<Message.Request> run = run(session.wanted(), first, limit);
    int length = length(run);
    gate.take(now, length);
    long request = ++nextRequest;
    readings.put(request, new Reading(session.conn(), run));
    session.slot().reading(length);
    out.add(new DiskEffect.Read(torrent, request, first.piece(), first.begin(), length));
  }

  private static long room(PeerSession session, long now) {
    return highWater(session, now) - session.queuedBytes() - session.slot().reading();
  }

  /// The oldest of those that should go out first; null if all should wait.
  private Message.@Nullable Request first(long now, PeerSession session) {
    Message.Request first = null;
    for (Message.Request request : session.wanted()) {
      switch (ahead.turn(now, session.conn(), request.piece())) {
        case FIRST -> {
          return request;
        }
        case USUAL -> first = first == null ? request : first;
        case LAST -> {}
      }
    }
    return first;
  }

  /// This request and those that follow it without a gap, at most `limit` bytes.
  private static List<Message.Request> run(
      ArrayDeque<Message.Request> wanted, Message.Request first, int limit) {
    List<Message.Request> run = new ArrayList<>();
    int length = 0;
    Iterator<Message.Request> each = wanted.iterator();
    while (each.hasNext()) {
      Message.Request next = each.next();
      boolean fits =
          next.piece() == first.piece()
              && next.begin() == first.begin() + length
              && (run.isEmpty() ? next.equals(first) : length + next.length() <= limit);
      if (fits) {
        run.add(next);
        length += next.length();
        each.remove();
      } else if (!run.isEmpty()) {
        return run;
      }
    }
    return run;
  }

  private static int length(List<Message.Request> run) {
    int length = 0;
    for (Message.Request block : run) {
      length += block.length();
    }
    return length;
  }

  /// How much may wait to be sent: half a second at the rate of late, within bounds.
  private static long highWater(PeerSession session, long now) {
    return Math.clamp(session.up().rate(now) / 2, MIN_HIGH_WATER, MAX_HIGH_WATER);
  }
}
