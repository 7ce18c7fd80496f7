package dev.freshet.core.torrent;

import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Who makes room when all places for neighbours are taken. Who gives or takes something never
/// does, with one exception: where others wait, the one that has given and taken least, now and
/// then.
///
/// One machine may have as many places as nobody else wants, and no more than others when they do.
final class Places {
  private static final long SECOND = 1_000_000_000L;
  private static final long REPLACE_NANOS = 30 * SECOND;
  private static final long PROVE_NANOS = 60 * SECOND;

  /// Bytes per second, less than which is no use of a place where one machine has several.
  private static final long LITTLE = 512;

  private final int most;
  private final Ports ports;
  private final RandomGenerator random;
  private long replaceAt;
  private int comers;

  Places(int most, Ports ports, RandomGenerator random) {
    this.most = most;
    this.ports = ports;
    this.random = random;
  }

  /// Who should make room for one more that wants to come in; null if not all are taken, or nobody
  /// should.
  ///
  /// In a crowd that comes all at once, who came first would fill up with those who came right
  /// after, and the swarm would be a long chain. So those stay with whom a connection has the
  /// highest priority (BEP 40): to both ends it is the same, to each neighbour it is another, and
  /// nobody gains by calling again, nor by calling from one address more than once. As long as it
  /// is not known, of all who ever wanted to come in each has the same chance of a place (a
  /// reservoir sample).
  @Nullable PeerSession toReplace(
      long now, List<PeerSession> sessions, boolean full, PeerSession comer) {
    comers++;
    if (!full) {
      return null;
    }
    PeerSession crowding = crowding(now, sessions, machine(comer));
    if (crowding != null) {
      return crowding;
    }
    long priority = priority(comer);
    if (priority < 0 && random.nextInt(comers) >= most) {
      return null;
    }
    PeerSession lowest = null;
    long lowestPriority = 0;
    int ties = 0;
    for (PeerSession session : sessions) {
      if (priority >= 0 && session.endpoint().ip().equals(comer.endpoint().ip())) {
        return null;
      }
      if (!session.live() || worth(session, now) > 0 || owes(session, now)) {
        continue;
      }
      long its = priority(session);
      if (lowest == null || its < lowestPriority) {
        lowest = session;
        lowestPriority = its;
        ties = 1;
      } else if (its == lowestPriority && random.nextInt(++ties) == 0) {
        lowest = session;
      }
    }
    return priority < 0 || lowestPriority < priority ? lowest : null;
  }

  /// Whether it is time that someone makes room for those whom we would call.
  boolean due(long now) {
    return now - replaceAt >= 0;
  }

  /// Who makes room for one whom we would call: the one that has given and taken least of those who
  /// had time to show what they are worth; but where one machine has most of the places, as many of
  /// those as it takes, because it fills a single place again at once.
  ///
  /// @param leaving who leaves anyway
  /// @param missing how many would have to leave before we call anybody
  List<PeerSession> vacate(
      long now, List<PeerSession> sessions, List<PeerSession> leaving, int missing) {
    List<PeerSession> proven = new ArrayList<>();
    for (PeerSession session : sessions) {
      if (now - session.since() >= PROVE_NANOS && !leaving.contains(session)) {
        proven.add(session);
      }
    }
    Map<IpAddress, Integer> crowds = crowds(sessions);
    List<PeerSession> crowd = new ArrayList<>();
    for (PeerSession session : sessions) {
      if (crowds.getOrDefault(machine(session), 0) > most / 2 && idle(session, now)) {
        crowd.add(session);
      }
    }
    if (crowd.size() >= missing && missing > 1) {
      replaceAt = now + REPLACE_NANOS;
      return List.copyOf(crowd.subList(0, missing));
    }
    PeerSession worst =
        proven.stream().min(Comparator.comparingLong(one -> worth(one, now))).orElse(null);
    if (worst == null) {
      return List.of();
    }
    replaceAt = now + REPLACE_NANOS;
    return List.of(worst);
  }

  /// One that does next to nothing, of the machine that has the most places, if that are two more
  /// than this one has.
  private @Nullable PeerSession crowding(long now, List<PeerSession> sessions, IpAddress comer) {
    Map<IpAddress, Integer> crowds = crowds(sessions);
    int least = crowds.getOrDefault(comer, 0) + 2;
    PeerSession found = null;
    int largest = 0;
    for (PeerSession session : sessions) {
      int crowd = crowds.getOrDefault(machine(session), 0);
      if (crowd >= least && crowd > largest && idle(session, now)) {
        found = session;
        largest = crowd;
      }
    }
    return found;
  }

  private static Map<IpAddress, Integer> crowds(List<PeerSession> sessions) {
    Map<IpAddress, Integer> crowds = new TreeMap<>();
    for (PeerSession session : sessions) {
      crowds.merge(machine(session), 1, Integer::sum);
    }
    return crowds;
  }

  private static IpAddress machine(PeerSession session) {
    return session.endpoint().ip().machine();
  }

  private static boolean idle(PeerSession session, long now) {
    return session.live() && worth(session, now) < LITTLE && !owes(session, now);
  }

  /// What it gives and takes, in bytes per second.
  static long worth(PeerSession session, long now) {
    return session.down().rate(now) + session.up().rate(now);
  }

  /// Whether it may be about to give something: it has been asked, and does not snub us.
  private static boolean owes(PeerSession session, long now) {
    int asked = session.asked().size();
    return asked > 0 && !session.window().snubbed(now, asked);
  }

  /// -1 if it is not known.
  private long priority(PeerSession session) {
    Endpoint peer = session.listening();
    return Neighbours.findable(session) || !ports.isOurs(peer.ip()) ? ports.priority(peer) : -1;
  }
}
