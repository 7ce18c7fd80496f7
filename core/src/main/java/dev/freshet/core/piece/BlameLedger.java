package dev.freshet.core.piece;

import dev.freshet.protocol.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who sent bad bytes: what is known of pieces that did not fit their hash.
///
/// *Theory of operation.* A v1 hash says only that a piece is bad, not which block. So for each
/// failed attempt the digest and the sender of every block are kept. If all blocks came from one
/// sender, it is guilty at once. Otherwise all senders are suspects, to be asked for whole pieces
/// alone, until the piece is fetched right: then every block whose digest differs from the right
/// one was bad, and its sender is guilty; the rest are cleared. Bytes never lie about their sender
/// here, as they come over a connection, so an honest peer is never found guilty.
///
/// With v2 the right digests are known beforehand, and [#badBlocks] says at once what is bad.
///
/// Digests are SHA-256 values of 32 bytes, one after the other, a block each. Senders are keys that
/// are not used again. At most [#MAX_BYTES] of digests are kept; the oldest attempts go first, and
/// their suspects are cleared for want of proof.
public final class BlameLedger {
  /// How many bytes of digests are kept.
  public static final int MAX_BYTES = 4 << 20;

  /// How many failed attempts at one piece are kept.
  static final int MAX_ATTEMPTS = 8;

  private record Attempt(byte[] digests, int[] senders) {}

  private final Map<Integer, List<Attempt>> failures = new LinkedHashMap<>();
  private int bytes;

  /// Nobody is under suspicion.
  public BlameLedger() {}

  /// A piece did not fit its hash. The keys of those who are guilty of it: its only sender, or
  /// nobody yet.
  public Set<Integer> failed(int piece, byte[] digests, int[] senders) {
    check(digests, senders);
    Set<Integer> all = keys(senders);
    if (all.size() <= 1) {
      return all;
    }
    List<Attempt> attempts = failures.computeIfAbsent(piece, _ -> new ArrayList<>());
    if (attempts.size() == MAX_ATTEMPTS) {
      bytes -= attempts.removeFirst().digests.length;
    }
    attempts.add(new Attempt(digests.clone(), senders.clone()));
    bytes += digests.length;
    while (bytes > MAX_BYTES) {
      forget(failures.keySet().iterator().next());
    }
    return new LinkedHashSet<>();
  }

  /// A piece fitted its hash, its blocks having these digests. The keys of those who sent other
  /// bytes before, in the order in which they did.
  public Set<Integer> verified(int piece, byte[] digests) {
    Set<Integer> guilty = new LinkedHashSet<>();
    for (Attempt attempt : failures.getOrDefault(piece, List.of())) {
      if (attempt.digests.length == digests.length) {
        for (int block : badBlocks(attempt.digests, digests)) {
          guilty.add(attempt.senders[block]);
        }
      }
    }
    forget(piece);
    return guilty;
  }

  /// Whether the piece has failed and is not cleared up: its blocks' digests are wanted when it
  /// verifies.
  public boolean open(int piece) {
    return failures.containsKey(piece);
  }

  /// Whether this peer sent a part of a piece that failed, and it is not known who spoilt it.
  public boolean suspects(int sender) {
    for (List<Attempt> attempts : failures.values()) {
      for (Attempt attempt : attempts) {
        for (int one : attempt.senders) {
          if (one == sender) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// Whether anyone is suspected: if not, [#suspects] need not be asked.
  public boolean anySuspects() {
    return !failures.isEmpty();
  }

  /// Which blocks have another digest than the right one, ascending.
  public static List<Integer> badBlocks(byte[] digests, byte[] right) {
    if (digests.length != right.length) {
      throw new IllegalArgumentException(digests.length + " bytes, not " + right.length);
    }
    List<Integer> bad = new ArrayList<>();
    for (int at = 0; at < right.length; at += Hash.SHA256_LENGTH) {
      int end = at + Hash.SHA256_LENGTH;
      if (!Arrays.equals(digests, at, end, right, at, end)) {
        bad.add(at / Hash.SHA256_LENGTH);
      }
    }
    return bad;
  }

  private void forget(int piece) {
    List<Attempt> attempts = failures.remove(piece);
    if (attempts != null) {
      for (Attempt attempt : attempts) {
        bytes -= attempt.digests.length;
      }
    }
  }

  private static Set<Integer> keys(int[] senders) {
    Set<Integer> keys = new LinkedHashSet<>();
    for (int sender : senders) {
      keys.add(sender);
    }
    return keys;
  }

  private static void check(byte[] digests, int[] senders) {
    if (digests.length != senders.length * Hash.SHA256_LENGTH) {
      throw new IllegalArgumentException(
          digests.length + " bytes of digests for " + senders.length + " blocks");
    }
  }
}
