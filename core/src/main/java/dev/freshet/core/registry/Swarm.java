package dev.freshet.core.registry;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.announce.AnnounceEvent;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.SwarmCounts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The peers of one torrent. Times are seconds since the registry was made.
final class Swarm {
  private final Hash infoHash;
  private final PeerTable v4;
  private final PeerTable v6;
  private int bornAt;
  private int announcedAt;
  private int completed;

  Swarm(Hash infoHash, int now, long salt) {
    this.infoHash = infoHash;
    v4 = new PeerTable(salt);
    v6 = new PeerTable(salt);
    bornAt = now;
    announcedAt = now;
  }

  Hash infoHash() {
    return infoHash;
  }

  int size() {
    return v4.size() + v6.size();
  }

  int seeds() {
    return v4.seeds() + v6.seeds();
  }

  SwarmCounts count() {
    return new SwarmCounts(seeds(), completed, size() - seeds());
  }

  int ageSeconds(int now) {
    return now - bornAt;
  }

  int idleSeconds(int now) {
    return now - announcedAt;
  }

  /// Takes in what a peer says of itself, or forgets it if it leaves. One more of a machine that
  /// has as many as one may is not remembered, or a single one could fill the swarm with its ports.
  ///
  /// @param limit most peers; beyond it a newcomer takes the place of one drawn at random
  void heard(
      AnnounceRequest request,
      Endpoint peer,
      int now,
      int expiresAt,
      int limit,
      RandomGenerator random) {
    PeerTable table = tableOf(peer);
    announcedAt = now;
    int row = table.find(peer);
    if (finishes(request, table, row)) {
      completed++;
    }
    if (request.event() == AnnounceEvent.STOPPED) {
      if (row >= 0) {
        table.remove(row);
      }
      return;
    }
    if (row < 0) {
      if (table.crowded(peer)) {
        return;
      }
      if (size() == 0) {
        bornAt = now;
      }
      if (size() >= limit) {
        dropOne(random);
      }
      row = table.add(peer);
    }
    table.set(
        row,
        request.left(),
        request.uploaded(),
        request.downloaded(),
        client(request),
        now,
        expiresAt);
  }

  /// Whether this is the announce by which a peer becomes a seed before our eyes. Counted by what
  /// is left and not by the event alone, which may be lost, repeated or told while leaving.
  private static boolean finishes(AnnounceRequest request, PeerTable table, int row) {
    if (request.left() != 0) {
      return false;
    }
    return row >= 0 ? table.left(row) != 0 : request.event() == AnnounceEvent.COMPLETED;
  }

  private static long client(AnnounceRequest request) {
    return ByteBuffer.wrap(request.peerId().bytes()).getLong();
  }

  /// Peers for the one that asks: of its own address family, never itself, none that has expired.
  ///
  /// A seed is given leechers. Yet who starts with nothing left may be no seed: a client that has
  /// only a magnet link does not know what is left, and some (aria2) then say 0. So at its start it
  /// is given seeds where there are no leechers to give, or it would never find the metadata; a
  /// seed among seeds loses a few calls by that, once.
  List<Endpoint> peersFor(
      AnnounceRequest request, Endpoint asker, int wanted, int now, RandomGenerator random) {
    PeerTable table = tableOf(asker);
    boolean seed = request.left() == 0;
    List<Endpoint> peers = draw(table, seed ? table.seeds() : 0, asker, wanted, now, random);
    return peers.isEmpty() && seed && request.event() == AnnounceEvent.STARTED
        ? draw(table, 0, asker, wanted, now, random)
        : peers;
  }

  private static List<Endpoint> draw(
      PeerTable table, int from, Endpoint asker, int wanted, int now, RandomGenerator random) {
    int self = table.find(asker);
    int[] rows = table.draw(from, wanted + 1, random);
    List<Endpoint> peers = new ArrayList<>(Math.min(wanted, rows.length));
    for (int row : rows) {
      if (peers.size() < wanted && row != self && table.expiresAt(row) > now) {
        peers.add(table.endpoint(row));
      }
    }
    return peers;
  }

  /// Forgets peers whose time is over; returns how many.
  int expire(int now) {
    return v4.removeIf(row -> v4.expiresAt(row) <= now)
        + v6.removeIf(row -> v6.expiresAt(row) <= now);
  }

  void dropOne(RandomGenerator random) {
    int row = random.nextInt(size());
    if (row < v4.size()) {
      v4.remove(row);
    } else {
      v6.remove(row - v4.size());
    }
  }

  void view(int now, Consumer<PeerView> each) {
    view(v4, now, each);
    view(v6, now, each);
  }

  private static void view(PeerTable table, int now, Consumer<PeerView> each) {
    for (int row = 0; row < table.size(); row++) {
      each.accept(
          new PeerView(
              table.endpoint(row),
              clientText(table.client(row)),
              table.left(row),
              table.uploaded(row),
              table.downloaded(row),
              now - table.seenAt(row)));
    }
  }

  private static String clientText(long client) {
    byte[] ascii = ByteBuffer.allocate(Long.BYTES).putLong(client).array();
    for (int i = 0; i < ascii.length; i++) {
      if (ascii[i] <= ' ' || ascii[i] == 0x7f) {
        ascii[i] = '.';
      }
    }
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  private PeerTable tableOf(Endpoint peer) {
    return peer.ip().isV4() ? v4 : v6;
  }
}
