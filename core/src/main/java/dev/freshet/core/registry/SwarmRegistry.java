package dev.freshet.core.registry;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.announce.AnnounceEvent;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.SwarmCounts;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All swarms that a tracker knows: takes announces, gives peers, forgets those that fall silent.
/// Not thread-safe.
///
/// *Theory of operation.* A peer is its source address and the port it says it listens on, whatever
/// else it claims. Peers without a port are answered and not remembered. Swarms are kept in the
/// order of their last announce, so where a limit is reached the smallest of the few most idle ones
/// goes. Expired peers are never given out; a sweep that goes round once a minute frees them.
public final class SwarmRegistry {
  private static final int USUAL_WANTED = 50;
  private static final int EVICTION_CANDIDATES = 8;
  private static final int SWEEP_SECONDS = 60;

  /// Clients wait up to 5 min whatever they are told, and may lose one announce.
  private static final int SHORTEST_LIFE_SECONDS = 11 * 60;

  private static final int SLACK_SECONDS = 60;
  private static final SwarmCounts NOBODY = new SwarmCounts(0, 0, 0);
  private static final String REFUSED = "unregistered torrent";

  private final RegistryConfig config;
  private final IntervalRule intervals;
  private final RandomGenerator random;
  private final long originNanos;
  private final TreeSet<Hash> allowed;
  private final LinkedHashMap<Hash, Swarm> swarms = new LinkedHashMap<>();
  private final List<Swarm> toSweep = new ArrayList<>();
  private final long salt;
  private int peers;
  private int seeds;
  private int sweptAt;
  private long announces;
  private long refused;

  /// Without swarms. Times given later are on the clock of `nowNanos` and not before it.
  public SwarmRegistry(RegistryConfig config, RandomGenerator random, long nowNanos) {
    this.config = config;
    this.random = random;
    intervals = new IntervalRule(config);
    originNanos = nowNanos;
    allowed = new TreeSet<>(config.allowed());
    salt = random.nextLong();
  }

  /// Takes an announce that came from `source` and answers it.
  public AnnounceResponse announce(long nowNanos, AnnounceRequest request, IpAddress source) {
    if (!allowed.isEmpty() && !allowed.contains(request.infoHash())) {
      refused++;
      return new AnnounceResponse.Refused(REFUSED);
    }
    announces++;
    int now = seconds(nowNanos);
    boolean leaves = request.event() == AnnounceEvent.STOPPED;
    Swarm swarm = swarms.get(request.infoHash());
    if (swarm == null) {
      if (leaves) {
        return answer(NOBODY, config.maxIntervalSeconds(), List.of(), source);
      }
      swarm = found(request.infoHash(), now);
    }
    swarms.putLast(request.infoHash(), swarm);
    int interval = intervals.seconds(swarm.size(), swarm.ageSeconds(now), peers);
    Endpoint peer = new Endpoint(source, request.port());
    if (request.port() != 0) {
      remember(swarm, request, peer, now, interval);
    }
    List<Endpoint> given =
        leaves ? List.of() : swarm.peersFor(request, peer, wanted(request), now, random);
    return answer(swarm.count(), interval, given, source);
  }

  /// How large these swarms are, in the order asked; those not known are empty.
  public List<SwarmCounts> scrape(List<Hash> infoHashes) {
    return infoHashes.stream().map(this::count).toList();
  }

  /// Forgets peers that have fallen silent, a part of all swarms at a time.
  ///
  /// @return when to call again, about a second later
  public long advance(long nowNanos) {
    int now = seconds(nowNanos);
    int elapsed = Math.min(SWEEP_SECONDS, now - sweptAt);
    sweptAt = now;
    long budget = elapsed * ((long) peers + swarms.size()) / SWEEP_SECONDS + elapsed;
    while (budget > 0) {
      if (toSweep.isEmpty()) {
        toSweep.addAll(swarms.sequencedValues());
        if (toSweep.isEmpty()) {
          break;
        }
      }
      Swarm swarm = toSweep.removeLast();
      budget -= swarm.size() + 1;
      sweep(swarm, now);
    }
    return nowNanos + TimeUnit.SECONDS.toNanos(1);
  }

  /// The peers of one swarm as they last announced themselves; none if it is not known.
  public List<PeerView> peers(long nowNanos, Hash infoHash) {
    List<PeerView> all = new ArrayList<>();
    Swarm swarm = swarms.get(infoHash);
    if (swarm != null) {
      swarm.view(seconds(nowNanos), all::add);
    }
    return all;
  }

  /// How large one swarm is.
  public SwarmCounts count(Hash infoHash) {
    Swarm swarm = swarms.get(infoHash);
    return swarm == null ? NOBODY : swarm.count();
  }

  /// Everything in numbers.
  public RegistryTotals totals() {
    return new RegistryTotals(swarms.size(), peers, seeds, announces, refused);
  }

  private void remember(
      Swarm swarm, AnnounceRequest request, Endpoint peer, int now, int interval) {
    int life = Math.max(2 * interval, SHORTEST_LIFE_SECONDS) + SLACK_SECONDS;
    int sizeBefore = swarm.size();
    int seedsBefore = swarm.seeds();
    swarm.heard(request, peer, now, now + life, config.maxPeersPerSwarm(), random);
    peers += swarm.size() - sizeBefore;
    seeds += swarm.seeds() - seedsBefore;
    while (peers > config.maxPeers()) {
      if (swarms.size() > 1) {
        evict(swarm);
      } else {
        dropOne(swarm);
      }
    }
  }

  private void dropOne(Swarm swarm) {
    int seedsBefore = swarm.seeds();
    swarm.dropOne(random);
    peers--;
    seeds += swarm.seeds() - seedsBefore;
  }

  private Swarm found(Hash infoHash, int now) {
    if (swarms.size() >= config.maxSwarms()) {
      evict(null);
    }
    return new Swarm(infoHash, now, salt);
  }

  /// Drops the smallest of the few swarms that have been silent for longest, but not `spared`.
  private void evict(@Nullable Swarm spared) {
    Swarm smallest = null;
    Iterator<Swarm> oldest = swarms.sequencedValues().iterator();
    for (int i = 0; i < EVICTION_CANDIDATES && oldest.hasNext(); i++) {
      Swarm next = oldest.next();
      if (next != spared && (smallest == null || next.size() < smallest.size())) {
        smallest = next;
      }
    }
    if (smallest != null) {
      drop(smallest);
    }
  }

  private void drop(Swarm swarm) {
    swarms.remove(swarm.infoHash());
    peers -= swarm.size();
    seeds -= swarm.seeds();
  }

  private void sweep(Swarm swarm, int now) {
    if (swarms.get(swarm.infoHash()) != swarm) {
      return;
    }
    int seedsBefore = swarm.seeds();
    peers -= swarm.expire(now);
    seeds += swarm.seeds() - seedsBefore;
    if (swarm.size() == 0 && swarm.idleSeconds(now) > 2 * config.maxIntervalSeconds()) {
      drop(swarm);
    }
  }

  private int wanted(AnnounceRequest request) {
    return Math.min(request.wanted() < 0 ? USUAL_WANTED : request.wanted(), config.maxWanted());
  }

  private AnnounceResponse answer(
      SwarmCounts count, int interval, List<Endpoint> given, IpAddress source) {
    return new AnnounceResponse.Peers(
        interval,
        intervals.minSeconds(interval),
        count.seeds(),
        count.leechers(),
        given,
        source,
        null,
        null);
  }

  private int seconds(long nowNanos) {
    return (int) TimeUnit.NANOSECONDS.toSeconds(nowNanos - originNanos);
  }
}
