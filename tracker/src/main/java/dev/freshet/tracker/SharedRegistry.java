package dev.freshet.tracker;

import dev.freshet.core.registry.PeerView;
import dev.freshet.core.registry.RegistryConfig;
import dev.freshet.core.registry.RegistryTotals;
import dev.freshet.core.registry.SwarmRegistry;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.SwarmCounts;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The one registry behind all sockets, under one lock, which is held for microseconds: an announce
/// touches as many peers as it is given.
final class SharedRegistry {
  /// The most peers remembered for having finished, of all swarms together.
  static final int MAX_FINISHED = 10_000;

  private final ReentrantLock lock = new ReentrantLock();

  /// Who has finished while we knew it, also when it has left since.
  private final SequencedMap<Finisher, Boolean> finished = new LinkedHashMap<>();

  private final SwarmRegistry registry;

  private record Finisher(Hash infoHash, Endpoint peer) {}

  SharedRegistry(RegistryConfig config) {
    registry =
        new SwarmRegistry(
            config, new SplittableRandom(new SecureRandom().nextLong()), System.nanoTime());
  }

  AnnounceResponse announce(AnnounceRequest request, IpAddress source) {
    return locked(r -> {
      int before = r.count(request.infoHash()).downloads();
      AnnounceResponse response = r.announce(System.nanoTime(), request, source);
      if (r.count(request.infoHash()).downloads() > before) {
        remember(new Finisher(request.infoHash(), new Endpoint(source, request.port())));
      }
      return response;
    });
  }

  private void remember(Finisher finisher) {
    finished.putIfAbsent(finisher, true);
    if (finished.size() > MAX_FINISHED) {
      finished.pollFirstEntry();
    }
  }

  List<Endpoint> finished(Hash infoHash) {
    return locked(_ ->
        finished.sequencedKeySet().stream()
            .filter(finisher -> finisher.infoHash().equals(infoHash))
            .map(Finisher::peer)
            .toList());
  }

  List<SwarmCounts> scrape(List<Hash> infoHashes) {
    return locked(r -> r.scrape(infoHashes));
  }

  List<PeerView> peers(Hash infoHash) {
    return locked(r -> r.peers(System.nanoTime(), infoHash));
  }

  RegistryTotals totals() {
    return locked(SwarmRegistry::totals);
  }

  void sweep() {
    locked(r -> r.advance(System.nanoTime()));
  }

  private <T> T locked(Function<SwarmRegistry, T> use) {
    lock.lock();
    try {
      return use.apply(registry);
    } finally {
      lock.unlock();
    }
  }
}
