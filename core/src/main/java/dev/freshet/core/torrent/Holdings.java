package dev.freshet.core.torrent;

import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.piece.Availability;
import dev.freshet.core.table.IntTable;
import dev.freshet.protocol.Bitfield;

/// What the neighbours have that we want and lack: keeps the count of copies and, for each
/// neighbour, of the pieces that are of use to us, and tells it whether we are interested.
final class Holdings {
  private final Bitfield have;
  private final Bitfield wanted;
  private final boolean fetches;
  private final Availability availability;
  private final IntTable<Count> useful = new IntTable<>();

  private static final class Count {
    final Availability.Share share;
    int pieces;

    Count(Availability.Share share, int pieces) {
      this.share = share;
      this.pieces = pieces;
    }
  }

  /// Of what the torrent holds.
  Holdings(Contents contents, Availability availability) {
    this.have = contents.have();
    this.wanted = contents.wanted().pieces();
    this.fetches = contents.fetches();
    this.availability = availability;
  }

  /// Counts anew what is of use, after `have` has changed at large.
  void recount(Iterable<PeerSession> sessions, Outbox out) {
    for (PeerSession session : sessions) {
      Bitfield has = session.has();
      Count count = useful.get(session.conn());
      if (has != null && count != null) {
        count.pieces = usefulIn(has);
        interest(session, count, out);
      }
    }
  }

  /// The neighbour has said what it has. One that has nothing may still be about to say so, and is
  /// not counted before it has something.
  void joined(PeerSession session, Outbox out) {
    Bitfield has = session.has();
    if (has != null && !has.isEmpty() && useful.get(session.conn()) == null) {
      Count count = new Count(availability.joined(has), usefulIn(has));
      useful.put(session.conn(), count);
      interest(session, count, out);
    }
  }

  /// The neighbour has one piece more.
  void gained(PeerSession session, int piece, Outbox out) {
    Bitfield has = session.has();
    if (has == null) {
      return;
    }
    Count count = useful.get(session.conn());
    if (count == null) {
      joined(session, out);
      return;
    }
    availability.gained(count.share, has, piece);
    if (isMissing(piece)) {
      count.pieces++;
      interest(session, count, out);
    }
  }

  /// The neighbour no longer has this piece.
  void lost(PeerSession session, int piece) {
    Count count = useful.get(session.conn());
    if (count != null) {
      availability.lost(count.share, piece);
      count.pieces -= isMissing(piece) ? 1 : 0;
    }
  }

  /// We have this piece now, so one reason less to be interested.
  void satisfied(PeerSession session, int piece, Outbox out) {
    count(session, piece, -1, out);
  }

  /// We no longer have this piece, so one reason more to be interested.
  void missed(PeerSession session, int piece, Outbox out) {
    count(session, piece, 1, out);
  }

  private void count(PeerSession session, int piece, int change, Outbox out) {
    Bitfield has = session.has();
    boolean counts = has != null && has.get(piece) && wanted.get(piece);
    Count count = counts ? useful.get(session.conn()) : null;
    if (count != null) {
      count.pieces += change;
      interest(session, count, out);
    }
  }

  /// The neighbour is gone.
  void gone(PeerSession session) {
    Bitfield has = session.has();
    Count count = useful.remove(session.conn());
    if (has != null && count != null) {
      availability.left(count.share, has);
    }
  }

  /// How many whole copies the neighbours have between them.
  double copies() {
    return availability.copies();
  }

  private boolean isMissing(int piece) {
    return wanted.get(piece) && !have.get(piece);
  }

  private int usefulIn(Bitfield has) {
    return has.countWithin(wanted, have);
  }

  private void interest(PeerSession session, Count count, Outbox out) {
    session.interested(fetches && count.pieces > 0, out);
  }
}
