package dev.freshet.core.torrent;

import dev.freshet.core.api.SeedGoal;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import java.util.Collection;

/// When a finished download has given enough.
///
/// *Theory of operation of lingering.* A peer that leaves the moment it is complete strands the
/// others: the last copies of some pieces go with it, and the slow ones are left with a shrinking
/// swarm (Zhu and Hajek 2012: a swarm is stable if finishers upload one more piece on average). So
/// a finisher stays until its going costs nobody: no neighbour needs anything; or those that do
/// hold every piece between them and we have given two pieces more, or have waited for
/// [#PATIENCE_NANOS]. Other finishers do not count as holders, since they may be about to leave
/// too; and who lacks something and is not interested in one who has everything, needs nothing: it
/// may want some of the files only. If nobody takes anything for [#IDLE_NANOS], staying helps no
/// one. And nobody stays longer than its own download took, or a minute: one slow neighbour must
/// not hold a whole fleet.
final class Giving {
  /// How long a finisher waits to give two more pieces where it is not needed for completeness.
  static final long PATIENCE_NANOS = 15_000_000_000L;

  /// How long it stays where nobody takes anything.
  static final long IDLE_NANOS = 60_000_000_000L;

  /// How long a neighbour may take to say that it is interested.
  static final long WISH_NANOS = 5_000_000_000L;

  private static final int LINGER_PIECES = 2;

  private final SeedGoal goal;
  private boolean complete;
  private boolean told;
  private long begunAt;
  private long completedAt;
  private long uploadedBefore;
  private long lastUploaded;
  private long lastGiftAt;

  Giving(SeedGoal goal) {
    this.goal = goal;
  }

  /// It is known what is here, and the rest is fetched from now on.
  void begun(long now) {
    begunAt = now;
  }

  /// Everything is here.
  void completed(long now, long uploaded) {
    complete = true;
    completedAt = now;
    uploadedBefore = uploaded;
    lastUploaded = uploaded;
    lastGiftAt = now;
  }

  /// Something is missing again.
  void incomplete() {
    complete = false;
    told = false;
  }

  /// Whether the goal is still to be reached, and ever can be.
  boolean undecided() {
    return complete && !told && !goal.equals(SeedGoal.FOREVER);
  }

  /// Whether the goal is reached now; true only once.
  boolean reached(long now, long uploaded, Geometry geometry, Collection<PeerSession> neighbours) {
    if (!complete || told) {
      return false;
    }
    if (uploaded > lastUploaded) {
      lastUploaded = uploaded;
      lastGiftAt = now;
    }
    boolean enough =
        uploaded >= goal.ratio() * geometry.length()
            || now - completedAt >= goal.nanos()
            || (goal.linger() && mayLeave(now, uploaded, geometry, neighbours));
    told = enough;
    return enough;
  }

  private boolean mayLeave(
      long now, long uploaded, Geometry geometry, Collection<PeerSession> neighbours) {
    Bitfield held = new Bitfield(geometry.pieceCount());
    boolean needed = false;
    for (PeerSession session : neighbours) {
      Bitfield pieces = session.has();
      if (pieces != null && needs(now, session)) {
        needed = true;
        held.or(pieces);
      }
    }
    long longest = Math.max(IDLE_NANOS, completedAt - begunAt);
    if (!needed || now - lastGiftAt >= IDLE_NANOS || now - completedAt >= longest) {
      return true;
    }
    boolean gave = uploaded - uploadedBefore >= (long) LINGER_PIECES * geometry.pieceLength();
    return held.isFull() && (gave || now - completedAt >= PATIENCE_NANOS);
  }

  private boolean needs(long now, PeerSession session) {
    boolean mayStillSay = now - Math.max(completedAt, session.since()) < WISH_NANOS;
    return session.live() && !session.uploadOnly() && (session.interestedInUs() || mayStillSay);
  }
}
