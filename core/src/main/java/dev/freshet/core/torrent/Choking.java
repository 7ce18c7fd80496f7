package dev.freshet.core.torrent;

import dev.freshet.core.choke.ChokeRules;
import dev.freshet.core.choke.Choker;
import dev.freshet.core.choke.PeerView;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.Bitfield;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Chokes and unchokes neighbours as the ranking says: in full rounds, and at once where a slot is
/// free and someone wants it.
final class Choking {
  private final Choker choker;
  private final int slots;
  private boolean changed = true;

  Choking(int slots, RandomGenerator random) {
    this.slots = slots;
    this.choker = new Choker(ChokeRules.defaults(), random);
  }

  /// Someone became interested, lost interest, or left.
  void changed() {
    changed = true;
  }

  /// Looks whether slots are of no use to those who have them.
  void round(long now, Collection<PeerSession> sessions) {
    int busy = 0;
    boolean waiting = false;
    for (PeerSession session : sessions) {
      if (session.live() && session.interestedInUs() && !session.uploadOnly()) {
        waiting |= session.chokedByUs();
        busy += session.chokedByUs() || session.idle(now) ? 0 : 1;
      }
    }
    changed |= waiting && busy <= slots;
  }

  /// Does what is due.
  void advance(long now, Collection<PeerSession> sessions, boolean seeding, Outbox out) {
    boolean due = choker.due(now);
    if (!due && !changed) {
      return;
    }
    changed = false;
    List<PeerView> views = new ArrayList<>();
    for (PeerSession session : sessions) {
      if (session.live() && session.interestedInUs() && !session.uploadOnly()) {
        views.add(view(session, now));
      }
    }
    Set<Integer> chosen =
        due ? choker.rank(now, views, seeding, slots) : choker.fill(now, views, seeding, slots);
    for (PeerSession session : sessions) {
      if (session.live()) {
        session.choke(!chosen.contains(session.conn()), now, out);
      }
    }
  }

  /// When the next full round is due.
  long deadline() {
    return choker.deadline();
  }

  private static PeerView view(PeerSession session, long now) {
    Bitfield pieces = session.has();
    return new PeerView(
        session.conn(),
        session.interestedInUs(),
        !session.chokedByUs(),
        session.idle(now),
        session.window().snubbed(now, session.asked().size()),
        session.uploadOnly(),
        session.down().rate(now),
        Math.max(0, session.up().total() - session.down().total()),
        session.slot().givenSinceUnchoke(),
        session.since(),
        session.slot().unchokedAt(),
        pieces == null ? 0 : pieces.cardinality());
  }
}
