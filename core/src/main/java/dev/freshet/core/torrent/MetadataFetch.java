package dev.freshet.core.torrent;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Fetches the info dictionary of a magnet link from peers (BEP 9).
///
/// *Theory of operation.* A size is only a claim until the hash fits, so dictionaries of different
/// claimed sizes are collected side by side, each from those peers that claim that size, and space
/// is taken as pieces come. A dictionary that fails its hash was spoilt by someone: if it came from
/// one peer that one is named, otherwise everything is fetched again from one peer at a time, which
/// names the liar the next time. Who has failed to answer comes after those who have not, or a few
/// that never answer would be asked in turn for ever. What is kept of dictionaries that nothing
/// proves yet is bounded, however many sizes are claimed: beyond that the one that fewest claim
/// begins anew.
final class MetadataFetch {
  /// The largest info dictionary accepted, in bytes.
  static final int MAX_SIZE = 16 << 20;

  /// Bytes a piece of metadata.
  static final int PIECE = 16 * 1024;

  /// Bytes kept of all that is not proven.
  static final int MAX_HELD = 2 * MAX_SIZE;

  private static final int MAX_OUTSTANDING_PER_PEER = 4;
  private static final long TIMEOUT_NANOS = 10_000_000_000L;
  private static final long REFUSED_NANOS = 30_000_000_000L;

  /// A piece to ask a peer for.
  record Ask(int conn, int piece) {}

  /// What an arriving piece led to.
  sealed interface Outcome {
    /// Nothing yet.
    record More() implements Outcome {}

    /// The dictionary is here and fits.
    record Done(Info info) implements Outcome {}

    /// The dictionary did not fit its hash, and all of it came from this peer.
    record Spoilt(int conn) implements Outcome {}

    /// The dictionary fits its hash but describes no torrent that we can take part in.
    record Unusable(String reason) implements Outcome {}
  }

  private static final class Peer {
    final int size;
    int outstanding;
    int failures;
    long quietUntil;

    Peer(int size, long now) {
      this.size = size;
      this.quietUntil = now;
    }

    void fail(long now) {
      failures++;
      quietUntil = now + REFUSED_NANOS;
    }
  }

  private static final class Draft {
    final Map<Integer, byte[]> pieces = new TreeMap<>();
    final int count;
    final int[] senders;
    final int[] askedOf;
    final long[] askedAt;
    int only;

    Draft(int size) {
      count = (size - 1) / PIECE + 1;
      senders = new int[count];
      askedOf = new int[count];
      askedAt = new long[count];
    }
  }

  private final InfoHashes hashes;
  private final Map<Integer, Peer> peers = new LinkedHashMap<>();
  private final Map<Integer, Draft> drafts = new LinkedHashMap<>();
  private boolean oneAtATime;
  private long held;

  MetadataFetch(InfoHashes hashes) {
    this.hashes = hashes;
  }

  /// This peer claims to have a dictionary of this size.
  void offered(int conn, int size, long now) {
    if (size > 0 && size <= MAX_SIZE && !peers.containsKey(conn)) {
      peers.put(conn, new Peer(size, now));
    }
  }

  /// This peer is gone.
  void gone(int conn) {
    Peer peer = peers.remove(conn);
    if (peer == null) {
      return;
    }
    Draft draft = drafts.get(peer.size);
    boolean claimed = peers.values().stream().anyMatch(other -> other.size == peer.size);
    if (draft != null && (draft.only == conn || !claimed)) {
      drop(peer.size);
    } else if (draft != null) {
      for (int piece = 0; piece < draft.count; piece++) {
        answered(peer, draft, piece, conn);
      }
    }
  }

  /// What to ask of whom now.
  List<Ask> asks(long now) {
    List<Ask> asks = new ArrayList<>();
    drafts.values().forEach(draft -> expire(draft, now));
    List<Map.Entry<Integer, Peer>> order = new ArrayList<>(peers.entrySet());
    order.sort(Comparator.comparingInt(entry -> entry.getValue().failures));
    for (Map.Entry<Integer, Peer> entry : order) {
      Peer peer = entry.getValue();
      Draft draft = drafts.computeIfAbsent(peer.size, Draft::new);
      if (now - peer.quietUntil >= 0 && mine(draft, entry.getKey())) {
        ask(entry.getKey(), peer, draft, now, asks);
      }
    }
    return asks;
  }

  /// When to call [#asks] again if nothing comes.
  long deadline(long now) {
    return peers.isEmpty() ? Long.MAX_VALUE : now + 1_000_000_000L;
  }

  /// The peer will not serve this piece; it is left alone for a while.
  void rejected(int conn, int piece, long now) {
    Peer peer = peers.get(conn);
    if (peer != null) {
      peer.fail(now);
      Draft draft = drafts.get(peer.size);
      if (draft != null && piece >= 0 && piece < draft.askedOf.length) {
        answered(peer, draft, piece, conn);
      }
      if (draft != null && draft.only == conn) {
        drop(peer.size);
      }
    }
  }

  /// A piece came.
  Outcome arrived(int conn, int piece, int totalSize, ByteBuffer bytes) {
    Peer peer = peers.get(conn);
    Draft draft = peer == null ? null : drafts.get(peer.size);
    if (peer == null
        || draft == null
        || totalSize != peer.size
        || piece < 0
        || piece >= draft.count
        || draft.pieces.containsKey(piece)
        || draft.askedOf[piece] != conn
        || bytes.remaining() != Math.min(PIECE, peer.size - piece * PIECE)) {
      return new Outcome.More();
    }
    answered(peer, draft, piece, conn);
    if (!room(peer.size, bytes.remaining())) {
      return new Outcome.More();
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    draft.pieces.put(piece, copy);
    held += copy.length;
    draft.senders[piece] = conn;
    return draft.pieces.size() < draft.count ? new Outcome.More() : whole(peer.size, draft);
  }

  /// Makes room for so many bytes more of the dictionary of this size; false if it had to begin
  /// anew itself for that.
  private boolean room(int size, int bytes) {
    while (held + bytes > MAX_HELD) {
      int weakest =
          drafts.entrySet().stream()
              .filter(entry -> !entry.getValue().pieces.isEmpty())
              .map(Map.Entry::getKey)
              .min(Comparator.comparingLong(this::claims).thenComparing(Comparator.reverseOrder()))
              .orElse(size);
      drop(weakest);
      if (weakest == size) {
        return false;
      }
    }
    return true;
  }

  private long claims(int size) {
    return peers.values().stream().filter(peer -> peer.size == size).count();
  }

  /// Forgets what is here of the dictionary of this size; nobody is waited for any more.
  private void drop(int size) {
    Draft draft = drafts.remove(size);
    if (draft == null) {
      return;
    }
    draft.pieces.values().forEach(piece -> held -= piece.length);
    for (int conn : draft.askedOf) {
      Peer peer = peers.get(conn);
      if (peer != null) {
        peer.outstanding--;
      }
    }
  }

  private Outcome whole(int size, Draft draft) {
    drop(size);
    ByteBuffer all = ByteBuffer.allocate(size);
    TreeSet<Integer> senders = new TreeSet<>();
    draft.pieces.forEach((piece, part) -> {
      all.put(part);
      senders.add(draft.senders[piece]);
    });
    if (!fits(all.array())) {
      oneAtATime = true;
      return senders.size() == 1 ? new Outcome.Spoilt(senders.getFirst()) : new Outcome.More();
    }
    try {
      return new Outcome.Done(Info.parse(all.array()));
    } catch (MetainfoException e) {
      return new Outcome.Unusable(String.valueOf(e.getMessage()));
    }
  }

  private boolean fits(byte[] raw) {
    Hash v1 = hashes.v1();
    Hash v2 = hashes.v2();
    return (v1 == null || v1.equals(digest("SHA-1", raw)))
        && (v2 == null || v2.equals(digest("SHA-256", raw)));
  }

  private static Hash digest(String algorithm, byte[] bytes) {
    try {
      return Hash.of(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  private boolean mine(Draft draft, int conn) {
    if (oneAtATime && draft.only == 0) {
      draft.only = conn;
    }
    return !oneAtATime || draft.only == conn;
  }

  private static void ask(int conn, Peer peer, Draft draft, long now, List<Ask> asks) {
    for (int piece = 0;
        piece < draft.count && peer.outstanding < MAX_OUTSTANDING_PER_PEER;
        piece++) {
      if (!draft.pieces.containsKey(piece) && draft.askedOf[piece] == 0) {
        draft.askedOf[piece] = conn;
        draft.askedAt[piece] = now;
        peer.outstanding++;
        asks.add(new Ask(conn, piece));
      }
    }
  }

  private void expire(Draft draft, long now) {
    for (int piece = 0; piece < draft.askedOf.length; piece++) {
      int conn = draft.askedOf[piece];
      if (conn != 0 && now - draft.askedAt[piece] >= TIMEOUT_NANOS) {
        draft.askedOf[piece] = 0;
        Peer peer = peers.get(conn);
        if (peer != null) {
          peer.outstanding--;
          peer.fail(now);
        }
        if (draft.only == conn) {
          draft.only = 0;
        }
      }
    }
  }

  private static void answered(Peer peer, Draft draft, int piece, int conn) {
    if (draft.askedOf[piece] == conn) {
      draft.askedOf[piece] = 0;
      peer.outstanding--;
    }
  }
}
