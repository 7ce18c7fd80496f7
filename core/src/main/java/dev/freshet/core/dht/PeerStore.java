package dev.freshet.core.dht;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.Answer;
import dev.freshet.protocol.dht.BloomFilter;
import dev.freshet.protocol.dht.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The peers that were announced to us, one for each address and torrent (BEP 33), for half an
/// hour.
final class PeerStore {
  static final int MAX_TORRENTS = 2000;
  static final int MAX_PEERS = 500;
  static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(30);

  /// How long the same samples are given, so that asking again brings nothing (BEP 51).
  private static final long SAMPLES_NANOS = TimeUnit.MINUTES.toNanos(10);

  private static final int MAX_SAMPLES = 20;

  private record Stored(int port, boolean seed, long at) {}

  private final RandomGenerator random;

  /// By torrent, and by address, those announced longest ago first.
  private final LinkedHashMap<NodeId, LinkedHashMap<Endpoint, Stored>> swarms =
      new LinkedHashMap<>();

  private List<NodeId> samples = List.of();
  private long samplesUntil;
  private boolean sampled;

  PeerStore(RandomGenerator random) {
    this.random = random;
  }

  /// Whether the torrent may have more peers.
  boolean hasRoom(NodeId infoHash) {
    Map<Endpoint, Stored> swarm = swarms.get(infoHash);
    return swarm == null || swarm.size() < MAX_PEERS;
  }

  /// A peer says that it is one. Of too many torrents the one with the fewest peers is forgotten.
  void announce(long now, NodeId infoHash, Endpoint peer, boolean seed) {
    LinkedHashMap<Endpoint, Stored> swarm = swarms.get(infoHash);
    if (swarm == null) {
      if (swarms.size() >= MAX_TORRENTS) {
        makeRoom(now);
      }
      swarm = new LinkedHashMap<>();
      swarms.put(infoHash, swarm);
    }
    expire(now, swarm);
    Endpoint key = Subnet.isLocal(peer.ip()) ? peer : new Endpoint(peer.ip(), 0);
    if (swarm.remove(key) != null || swarm.size() < MAX_PEERS) {
      swarm.put(key, new Stored(peer.port(), seed, now));
    }
  }

  private void makeRoom(long now) {
    swarms.values().forEach(swarm -> expire(now, swarm));
    swarms.values().removeIf(Map::isEmpty);
    NodeId smallest = null;
    int fewest = Integer.MAX_VALUE;
    for (var entry : swarms.entrySet()) {
      if (entry.getValue().size() < fewest) {
        fewest = entry.getValue().size();
        smallest = entry.getKey();
      }
    }
    if (swarms.size() >= MAX_TORRENTS && smallest != null) {
      swarms.remove(smallest);
    }
  }

  /// At most so many peers of one family, drawn if there are more; those that are no seeds first if
  /// `noSeeds`.
  List<Endpoint> peers(long now, NodeId infoHash, boolean v4, boolean noSeeds, int most) {
    List<Endpoint> peers = new ArrayList<>();
    List<Endpoint> seeds = new ArrayList<>();
    for (var entry : alive(now, infoHash).entrySet()) {
      if (entry.getKey().ip().isV4() == v4) {
        List<Endpoint> kind = noSeeds && entry.getValue().seed ? seeds : peers;
        kind.add(new Endpoint(entry.getKey().ip(), entry.getValue().port));
      }
    }
    if (peers.size() > most) {
      Collections.shuffle(peers, random);
    }
    peers.addAll(seeds);
    return peers.subList(0, Math.min(most, peers.size()));
  }

  /// Filters of who is there; null if nobody is.
  Answer.@Nullable Scrape scrape(long now, NodeId infoHash) {
    List<IpAddress> peers = new ArrayList<>();
    List<IpAddress> seeds = new ArrayList<>();
    alive(now, infoHash).forEach((at, stored) -> (stored.seed ? seeds : peers).add(at.ip()));
    return peers.isEmpty() && seeds.isEmpty()
        ? null
        : new Answer.Scrape(BloomFilter.of(seeds), BloomFilter.of(peers));
  }

  /// Some of the torrents that have peers.
  Answer.Samples samples(long now) {
    if (!sampled || now - samplesUntil >= 0) {
      sampled = true;
      samplesUntil = now + SAMPLES_NANOS;
      List<NodeId> all = new ArrayList<>(swarms.keySet());
      Collections.shuffle(all, random);
      samples = List.copyOf(all.subList(0, Math.min(MAX_SAMPLES, all.size())));
    }
    return new Answer.Samples(
        samples, swarms.size(), (int) TimeUnit.NANOSECONDS.toSeconds(samplesUntil - now));
  }

  private Map<Endpoint, Stored> alive(long now, NodeId infoHash) {
    LinkedHashMap<Endpoint, Stored> swarm = swarms.get(infoHash);
    if (swarm == null) {
      return Map.of();
    }
    expire(now, swarm);
    if (swarm.isEmpty()) {
      swarms.remove(infoHash);
    }
    return swarm;
  }

  private static void expire(long now, SequencedMap<Endpoint, Stored> swarm) {
    while (!swarm.isEmpty() && now - swarm.firstEntry().getValue().at >= LIFE_NANOS) {
      swarm.pollFirstEntry();
    }
  }
}
