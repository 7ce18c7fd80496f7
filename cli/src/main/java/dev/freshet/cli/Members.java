package dev.freshet.cli;

import dev.freshet.cli.screen.Swarm.Member;
import dev.freshet.cli.screen.Swarm.Way;
import dev.freshet.core.api.PeerStatus;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.api.Transport;
import dev.freshet.core.registry.PeerView;
import dev.freshet.protocol.Endpoint;
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
/// too.
final class Members {
  /// The most remembered; who comes later is not shown.
  static final int MAX_MEMBERS = 10_000;

  private final Endpoint self;
  private final Map<Endpoint, Member> known = new LinkedHashMap<>();

  /// `self` is the seed's own place in the swarm.
  Members(Endpoint self) {
    this.self = self;
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
    for (Endpoint peer : finished) {
      if (!isSelf(peer)) {
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

  private boolean isSelf(Endpoint peer) {
    return peer.port() == self.port() && (peer.ip().equals(self.ip()) || peer.ip().isLoopback());
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
