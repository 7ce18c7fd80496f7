package dev.freshet.core.torrent;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.peer.RequestList;
import dev.freshet.core.piece.Arrival;
import dev.freshet.core.piece.Availability;
import dev.freshet.core.piece.Block;
import dev.freshet.core.piece.PeerTraits;
import dev.freshet.core.piece.PiecePicker;
import dev.freshet.core.table.IntTable;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Fetches what is missing from the neighbours: asks them for blocks, and hands what comes to the
/// [Intake].
///
/// *Theory of operation.* A session is filled whenever something may have changed for it: up to its
/// request window, as far as the download limit lets the bytes of the answers pass, and only while
/// the disk keeps up. Tokens are taken when a block is asked for, and given back when it will not
/// come.
final class Downloads {
  private static final int FAIR_TURN = 2;

  private final Contents contents;
  private final RateGate gate;
  private final Traffic traffic;
  private final Intake intake;
  private final Availability availability;
  private final Holdings holdings;
  private final List<Block> chosen = new ArrayList<>();
  private final RandomGenerator random;
  private @Nullable PiecePicker picker;
  private boolean starved;
  private boolean held;

  Downloads(
      int torrent,
      Contents contents,
      RateGate gate,
      WriteBudget writes,
      Traffic traffic,
      RandomGenerator random) {
    this.contents = contents;
    this.gate = gate;
    this.traffic = traffic;
    this.intake = new Intake(torrent, contents, writes, traffic);
    this.random = random;
    this.availability = new Availability(contents.geometry().pieceCount(), random);
    this.holdings = new Holdings(contents, availability);
  }

  // Peers come and go, gain and lose.

  /// It is known what we have: fetching may begin.
  void begin(Collection<PeerSession> sessions, Outbox out) {
    holdings.recount(sessions, out);
    Bitfield unwanted = contents.wanted().pieces().complement();
    contents.doubts().pieces().forEach(unwanted::set);
    picker =
        new PiecePicker(
            contents.geometry(), contents::blocks, contents.have(), unwanted, availability);
    intake.begin(picker);
  }

  /// We leave.
  void leave() {
    intake.leave();
  }

  /// What we have is to be found out anew.
  void stop() {
    picker = null;
    intake.stop();
  }

  /// What becomes of the blocks that come.
  Intake intake() {
    return intake;
  }

  /// The account of what is under way; null while it is not known what we have.
  @Nullable PiecePicker picker() {
    return picker;
  }

  /// How many neighbours have each piece.
  Availability availability() {
    return availability;
  }

  /// What the neighbours have.
  Holdings holdings() {
    return holdings;
  }

  /// The peer no longer has this piece.
  void lost(PeerSession session, int piece) {
    holdings.lost(session, piece);
    drop(session, piece);
  }

  /// The peer is gone.
  void gone(PeerSession session) {
    forget(session);
    holdings.gone(session);
    if (picker != null) {
      picker.gone(session.conn());
    }
  }

  /// The peer choked us: what it owed will not come, but for pieces that are allowed fast.
  void choked(PeerSession session) {
    if (!session.fast()) {
      forget(session);
      session.window().choked();
      if (picker != null) {
        picker.released(session.conn());
      }
    }
  }

  /// The peer will not serve this request. One that refuses while it lets us ask does not have the
  /// piece, whatever it has said; unless it only answers that we took the request back.
  void refused(PeerSession session, int piece, int begin) {
    boolean stood = !session.asked().settle(piece, begin) && rejected(session, piece, begin);
    if (stood && !session.chokingUs() && session.disown(piece)) {
      lost(session, piece);
    }
  }

  private boolean rejected(PeerSession session, int piece, int begin) {
    int index = session.asked().indexOf(piece, begin);
    if (index >= 0) {
      session.asked().remove(index);
      gate.refund(contents.blockSize(piece, begin / Geometry.BLOCK));
      if (picker != null) {
        picker.returned(session.conn(), piece, begin);
      }
    }
    return index >= 0;
  }

  private void drop(PeerSession session, int piece) {
    RequestList asked = session.asked();
    for (int i = asked.size() - 1; i >= 0; i--) {
      if (asked.piece(i) == piece) {
        rejected(session, piece, asked.begin(i));
      }
    }
  }

  private void forget(PeerSession session) {
    RequestList asked = session.asked();
    for (int i = 0; i < asked.size(); i++) {
      gate.refund(contents.blockSize(asked.piece(i), asked.begin(i) / Geometry.BLOCK));
    }
    asked.clear();
  }

  // Blocks.

  /// A block came. The reason to end the conversation; null if it goes on. The peer is credited
  /// with what it was asked for: bytes that nobody wants cost it little, and are to earn it
  /// nothing.
  Subject.@Nullable Ending arrived(
      long now,
      PeerSession session,
      Message.Piece block,
      IntTable<PeerSession> sessions,
      Outbox out) {
    int length = block.bytes().remaining();
    traffic.received(now, length);
    int index = session.asked().answered(block.piece(), block.begin());
    if (picker == null || !contents.isBlock(block.piece(), block.begin(), length)) {
      traffic.wasted(length);
      return null;
    }
    if (index >= 0) {
      session.window().arrived(now, session.asked().time(index), length);
      session.asked().remove(index);
    } else {
      gate.take(now, length);
    }
    Arrival worth =
        landed(
            session.conn(),
            block.piece(),
            block.begin(),
            block.bytes(),
            session.owner(),
            sessions,
            out);
    if (index >= 0 || !(worth instanceof Arrival.Unrequested)) {
      session.down().add(now, length);
    }
    if (worth instanceof Arrival.Fresh) {
      traffic.given(length);
    }
    if (intake.full()) {
      held = true;
      session.read(false, out);
    }
    fill(now, session, out);
    return null;
  }

  /// A block came, from whomever; neighbours that were asked for it too need not send it. What it
  /// is worth.
  Arrival landed(
      int from,
      int piece,
      int begin,
      ByteBuffer bytes,
      Lease owner,
      IntTable<PeerSession> sessions,
      Outbox out) {
    int length = bytes.remaining();
    Arrival worth = intake.arrived(from, piece, begin, bytes, owner, out);
    List<Integer> others = worth instanceof Arrival.Fresh fresh ? fresh.alsoAsked() : List.of();
    for (int conn : others) {
      PeerSession other = sessions.get(conn);
      if (other != null) {
        other.cancel(piece, begin, length, out);
        gate.refund(length);
      }
    }
    return worth;
  }

  /// So many bytes were written: those who were held back are read again when there is room.
  void written(int bytes, Collection<PeerSession> sessions, Outbox out) {
    intake.written(bytes);
    readOn(sessions, out);
  }

  private void readOn(Collection<PeerSession> sessions, Outbox out) {
    if (held && intake.roomy()) {
      held = false;
      for (PeerSession session : sessions) {
        session.read(true, out);
      }
    }
  }

  // Time.

  /// Asks the session for as much as it should be asked for now.
  void fill(long now, PeerSession session, Outbox out) {
    fill(now, session, Integer.MAX_VALUE, out);
  }

  /// Gives up what is overdue, then fills every session. Under a limit they take turns.
  void round(long now, Collection<PeerSession> sessions, Outbox out) {
    // another torrent may have filled the budget, and made room
    readOn(sessions, out);
    if (picker == null) {
      return;
    }
    for (PeerSession session : sessions) {
      expire(now, session);
    }
    fillAll(now, sessions, out);
  }

  /// Goes on where the download limit had stopped it.
  void advance(long now, Collection<PeerSession> sessions, Outbox out) {
    if (starved && gate.available(now) >= Geometry.BLOCK) {
      fillAll(now, sessions, out);
    }
  }

  private void fillAll(long now, Collection<PeerSession> sessions, Outbox out) {
    starved = false;
    List<PeerSession> all = new ArrayList<>(sessions);
    int most = gate.limited() ? FAIR_TURN : Integer.MAX_VALUE;
    int first = all.isEmpty() ? 0 : random.nextInt(all.size());
    boolean more = true;
    while (more) {
      more = false;
      for (int i = 0; i < all.size(); i++) {
        more |= fill(now, all.get((first + i) % all.size()), most, out);
      }
      more &= gate.limited() && !starved;
    }
  }

  /// Whether our own limit keeps us from asking for more.
  boolean starved() {
    return starved;
  }

  /// When the download limit lets the next block pass; [Long#MAX_VALUE] if no one waits for that.
  long deadline(long now) {
    return starved ? gate.deadlineFor(now, Geometry.BLOCK) : Long.MAX_VALUE;
  }

  private boolean fill(long now, PeerSession session, int most, Outbox out) {
    PiecePicker from = picker;
    Bitfield has = session.has();
    if (from == null
        || has == null
        || !session.interestingToUs()
        || (session.chokingUs() && session.allowedFast().isEmpty())
        || intake.full()
        || contents.inTrouble(now)) {
      return false;
    }
    int outstanding = session.asked().size();
    boolean snubbing = session.window().snubbed(now, outstanding);
    int room = Math.min(most, session.window().size() - outstanding);
    if (room <= 0) {
      return false;
    }
    long allowed = gate.limited() ? gate.available(now) / Geometry.BLOCK : room;
    if (allowed <= 0) {
      starved = true;
      return false;
    }
    boolean curbed = allowed < room;
    room = (int) Math.min(room, allowed);
    chosen.clear();
    PeerTraits traits =
        new PeerTraits(session.down().rate(now), snubbing, intake.suspects(session.conn()));
    if (session.chokingUs()) {
      from.pickAllowedFast(now, session.conn(), has, traits, session.allowedFast(), room, chosen);
    } else {
      from.pick(now, session.conn(), has, traits, room, chosen);
    }
    for (Block block : chosen) {
      int length = contents.blockSize(block.piece(), block.begin() / Geometry.BLOCK);
      gate.take(now, length);
      session.ask(block.piece(), block.begin(), length, now, out);
      session.window().asked(now, session.asked().size());
    }
    // who could not have been given more is not starved: there would be nothing to wake up for
    starved |= curbed && chosen.size() == room;
    return !chosen.isEmpty();
  }

  private void expire(long now, PeerSession session) {
    RequestList asked = session.asked();
    while (!asked.isEmpty() && now - asked.time(0) >= session.window().timeoutNanos()) {
      rejected(session, asked.piece(0), asked.begin(0));
    }
    if (picker != null && session.window().snubbed(now, asked.size())) {
      // what it still sends is welcome, but others need not wait for it
      picker.released(session.conn());
    }
  }
}
