package dev.freshet.core.torrent;

import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.piece.Availability;
import dev.freshet.protocol.Bitfield;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the neighbours have that we lack: keeps the count of copies and, for each neighbour, of the
/// pieces that are of use to us, and tells it whether we are interested.
final class Holdings {
  private final Bitfield have;
  private final Availability availability;
  private final Map<Integer, Integer> useful = new LinkedHashMap<>();

  /// `have` is what we have, as it changes.
  Holdings(Bitfield have, Availability availability) {
    this.have = have;
    this.availability = availability;
  }

  /// Counts anew what is of use, after `have` has changed at large.
  void recount(Iterable<PeerSession> sessions, Outbox out) {
    for (PeerSession session : sessions) {
      Bitfield has = session.has();
      if (has != null && useful.containsKey(session.conn())) {
        useful.put(session.conn(), usefulIn(has));
        interest(session, out);
      }
    }
  }

  /// The neighbour has said what it has. One that has nothing may still be about to say so, and is
  /// not counted before it has something.
  void joined(PeerSession session, Outbox out) {
    Bitfield has = session.has();
    if (has != null && !has.isEmpty() && !useful.containsKey(session.conn())) {
      availability.joined(has);
      useful.put(session.conn(), usefulIn(has));
      interest(session, out);
    }
  }

  /// The neighbour has one piece more.
  void gained(PeerSession session, int piece, Outbox out) {
    Bitfield has = session.has();
    if (has == null) {
      return;
    }
    if (!useful.containsKey(session.conn())) {
      joined(session, out);
      return;
    }
    availability.gained(has, piece);
    if (!have.get(piece)) {
      useful.merge(session.conn(), 1, Integer::sum);
      interest(session, out);
    }
  }

  /// The neighbour no longer has this piece.
  void lost(PeerSession session, int piece) {
    Bitfield has = session.has();
    if (has != null && useful.containsKey(session.conn())) {
      availability.lost(has, piece);
      if (!have.get(piece)) {
        useful.merge(session.conn(), -1, Integer::sum);
      }
    }
  }

  /// We have this piece now, so one reason less to be interested.
  void satisfied(PeerSession session, int piece, Outbox out) {
    Bitfield has = session.has();
    if (has != null && has.get(piece) && useful.containsKey(session.conn())) {
      useful.merge(session.conn(), -1, Integer::sum);
      interest(session, out);
    }
  }

  /// We no longer have this piece, so one reason more to be interested.
  void missed(PeerSession session, int piece, Outbox out) {
    Bitfield has = session.has();
    if (has != null && has.get(piece) && useful.containsKey(session.conn())) {
      useful.merge(session.conn(), 1, Integer::sum);
      interest(session, out);
    }
  }

  /// The neighbour is gone.
  void gone(PeerSession session) {
    Bitfield has = session.has();
    if (has != null && useful.remove(session.conn()) != null) {
      availability.left(has);
    }
  }

  /// How many whole copies the neighbours have between them.
  double copies() {
    return availability.copies();
  }

  private int usefulIn(Bitfield has) {
    return has.cardinality() - has.intersectionCount(have);
  }

  private void interest(PeerSession session, Outbox out) {
    session.interested(useful.getOrDefault(session.conn(), 0) > 0, out);
  }
}
