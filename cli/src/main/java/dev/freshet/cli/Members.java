package dev.freshet.cli;

import dev.freshet.cli.screen.Swarm.Member;
import dev.freshet.cli.screen.Swarm.Way;
import dev.freshet.core.api.PeerStatus;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.api.Transport;
import dev.freshet.core.registry.PeerView;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Everybody who takes or took part in what we share, put together from what the seed and the
/// tracker see of them. Who has left with something stays, with what it had.
///
/// Who tells the tracker that nothing is left, and was not seen to finish, is believed for as long
/// as it says so and nothing speaks against it: a client that has only a magnet link may say so
/// too. What a tracker is told costs nothing to say, so where our seed is the only source that
/// there was at the start, nobody of whom just the tracker knows is taken for complete before a
/// whole copy can be out there at all: before what the seed has sent, and what its neighbours have
/// from elsewhere, as after a restart of the seed, is as much as the whole.
final class Members {
  /// The most remembered; who comes later is not shown.
  static final int MAX_MEMBERS = 10_000;

  private final Set<IpAddress> own;
  private final int ownPort;
  private final boolean onlySource;
  private final Map<Endpoint, Member> known = new LinkedHashMap<>();

  /// @param own addresses that the seed may come from when it announces itself; loopback ones need
  ///   not be told
  /// @param ownPort where the seed listens
  /// @param onlySource whether all data came from the seed at first: no web server has it too
  Members(Set<IpAddress> own, int ownPort, boolean onlySource) {
    this.own = new LinkedHashSet<>(own);
    this.ownPort = ownPort;
    this.onlySource = onlySource;
  }

  /// Takes in how things stand now; returns all members in the order of their coming. `finished`
  /// are those that the tracker saw finish at some time.
  List<Member> update(TorrentStatus seed, List<PeerView> tracked, List<Endpoint> finished) {
    Set<Endpoint> here = new LinkedHashSet<>();
    Set<Endpoint> believed = new LinkedHashSet<>();
    for (PeerView peer : tracked) {
      if (!isSelf(peer.endpoint())) {
        here.add(peer.endpoint());
        if (peer.seed()) {
          believed.add(peer.endpoint());
        }
        merge(peer.endpoint(), member(peer, seed.length()));
      }
    }
    for (PeerStatus peer : seed.peers()) {
      here.add(peer.endpoint());
      believed.remove(peer.endpoint());
      merge(peer.endpoint(), member(peer, seed));
    }
    boolean possible = !onlySource || outThere(seed) >= seed.length();
    if (!possible) {
      believed.clear();
    }
    for (Endpoint peer : finished) {
      if (!isSelf(peer) && (possible || wasNeighbour(peer))) {
        merge(peer, new Member(peer.toString(), "", seed.length(), 0, 0, true, null));
      }
    }
    known.replaceAll((at, member) -> here.contains(at) ? member : left(member));
    known.values().removeIf(member -> !member.here() && member.have() == 0);
    return known.entrySet().stream()
        .map(entry ->
            believed.contains(entry.getKey())
                ? complete(entry.getValue(), seed.length())
                : entry.getValue())
        .toList();
  }

  /// How many bytes others may have at most, those that they share with each other counted once for
  /// each.
  private long outThere(TorrentStatus seed) {
    long brought =
        known.values().stream()
            .filter(member -> member.way() != null)
            .mapToLong(member -> Math.max(0, member.have() - member.taken()))
            .sum();
    return seed.uploaded() + brought;
  }

  private boolean wasNeighbour(Endpoint peer) {
    Member member = known.get(peer);
    return member != null && member.way() != null;
  }

  private boolean isSelf(Endpoint peer) {
    return peer.port() == ownPort && (own.contains(peer.ip()) || peer.ip().isLoopback());
  }

  private void merge(Endpoint at, Member seen) {
    if (known.containsKey(at) || known.size() < MAX_MEMBERS) {
      known.merge(at, seen, Members::both);
    }
  }

  /// What was known and what is seen now: nobody loses what it had, and a name is better than none.
  private static Member both(Member before, Member now) {
    return new Member(
        now.address(),
        now.client().isEmpty() ? before.client() : now.client(),
        Math.max(before.have(), now.have()),
        Math.max(before.taken(), now.taken()),
        now.rate(),
        true,
        now.way() == null ? before.way() : now.way());
  }

  private static Member left(Member member) {
    return new Member(
        member.address(), member.client(), member.have(), member.taken(), 0, false, member.way());
  }

  private static Member complete(Member member, long length) {
    return new Member(
        member.address(),
        member.client(),
        length,
        member.taken(),
        member.rate(),
        member.here(),
        member.way());
  }

  private static Member member(PeerView peer, long length) {
    long have = peer.seed() ? 0 : length - Math.clamp(peer.left(), 0, length);
    return new Member(peer.endpoint().toString(), "", have, 0, 0, true, null);
  }

  private static Member member(PeerStatus peer, TorrentStatus seed) {
    long have =
        peer.pieces() == seed.pieces()
            ? seed.length()
            : (long) ((double) peer.pieces() / seed.pieces() * seed.length());
    String client = peer.client() + (peer.transport() == Transport.UTP ? ", uTP" : "");
    return new Member(
        peer.endpoint().toString(),
        client,
        have,
        peer.uploaded(),
        peer.upRate(),
        true,
        new Way(peer.transport(), peer.encrypted()));
  }
}
