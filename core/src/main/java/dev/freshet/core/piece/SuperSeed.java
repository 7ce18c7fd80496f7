package dev.freshet.core.piece;

import dev.freshet.protocol.Bitfield;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Which piece a first seed reveals to which peer next (in the manner of BEP 16), so that every
/// piece leaves it once before any leaves it twice, and its uplink is never idle meanwhile.
///
/// *Theory of operation.* The whole swarm waits for the last piece that only the seed has: what is
/// sent twice before that, or not sent because everyone is kept waiting, is time lost for all. So
/// the seed claims to have nothing, and deals its pieces out like cards: the next piece that nobody
/// has goes to the peer that has passed on what it got, and of those alike to the one that has
/// waited longest, so that all peers get different pieces and can pass them on to each other; only
/// a few pieces are dealt and not fetched at any time, since what is sent to many at once arrives
/// late at all of them. BEP 16 waits with a peer's next piece until the last one was seen at a
/// third peer; in a swarm with more peers than neighbours that is mostly not seen, and the uplink
/// idles. Here nobody waits. A peer that passes nothing on costs the pieces that it got once more:
/// when all are dealt, what hoarders hold is dealt again, to others.
///
/// Who takes several times as long as usual to fetch a piece counts as so much deeper in debt for a
/// while, and does not keep the next piece from being dealt: what went to many peers behind one
/// thin link would be out for long, and nothing else would go out meanwhile. What is usual follows
/// the fast ones, even where a slow one was alone at first, and a newcomer is soon tried with a
/// piece however much is out, since it may be a fast one. What a slow peer was dealt and nobody has
/// got is dealt again when all is dealt.
///
/// Who is shown a piece that nobody has and is not interested wants only some of them, and we
/// cannot know which: it is shown everything, and what it was dealt goes to others.
///
/// A *claim* on a piece is a peer that has it or was dealt it; it ends when the peer leaves.
///
/// The first pass is [#over] when every piece has been seen at some peer and none at hoarders
/// alone, or when all are claimed and nobody fetches any more. Then the seed should show
/// everything: who has a whole swarm to ask chooses better than we can.
public final class SuperSeed {
  /// How long a piece that is dealt and not being fetched keeps others from being dealt.
  static final long STALL_NANOS = 1_000_000_000L;

  /// How long nothing is dealt or fetched at least before claims are not waited for any more.
  static final long MIN_PATIENCE_NANOS = 2_000_000_000L;

  /// Who was dealt a piece and has passed nothing on for at least so long keeps it to itself.
  static final long MIN_HOARD_NANOS = 5_000_000_000L;

  /// How long nothing is dealt before a newcomer is tried though enough is out; for each piece
  /// beyond enough, twice as long.
  static final long TRY_NANOS = 1_000_000_000L;

  /// Who is dealt a piece and shows no interest for so long chooses for itself.
  static final long DECLINE_NANOS = 2_000_000_000L;

  private static final int HOARD = 64;

  private static final int PATIENCE = 8;
  private static final int MAX_DOUBLINGS = 10;
  private static final int NOBODY = Integer.MIN_VALUE;

  /// What a peer makes of us at the moment.
  public enum Guise {
    /// It may ask, and has asked or got something of late.
    FETCHING,
    /// It is interested, and waits: for us, or for what it asked others for.
    WAITING,
    /// It is not interested.
    UNINTERESTED
  }

  /// A piece for a peer.
  public record Card(int peer, int piece) {}

  /// Those who waited longest come first.
  private final LinkedHashMap<Integer, Guest> guests = new LinkedHashMap<>();

  private final Availability claims;
  private final Bitfield out;
  private final Pace pace = new Pace();

  /// By piece, the peer that is to pass it on; [#NOBODY] if it was not dealt, or was passed on.
  private final int[] owedBy;

  /// How long it takes of late from one piece fetched to the next; 0 if none was.
  private long usualGap;

  private long lastFetch;
  private long lastNews;
  private long firstDealt;
  private long lastDealt;

  /// A seed of so many pieces.
  public SuperSeed(int pieceCount, RandomGenerator random) {
    this.claims = new Availability(pieceCount, random);
    this.out = new Bitfield(pieceCount);
    this.owedBy = new int[pieceCount];
    Arrays.fill(owedBy, NOBODY);
    for (int piece = 0; piece < pieceCount; piece++) {
      claims.open(piece);
    }
  }

  // What happens.

  /// A peer came that has these pieces. Once for each peer.
  public void joined(int peer, Bitfield has) {
    Guest guest = new Guest(has, claims.joined(has));
    if (guests.putIfAbsent(peer, guest) != null) {
      throw new IllegalStateException("peer " + peer + " has joined already");
    }
    guests.putFirst(peer, guest);
    out.or(has);
  }

  /// A peer is gone. Nothing if it had not joined.
  public void gone(int peer) {
    Guest guest = guests.remove(peer);
    if (guest != null) {
      claims.left(guest.share, guest.claimed);
    }
  }

  /// A peer announced a piece that it did not have.
  public void seen(long nowNanos, int peer, int piece) {
    Guest guest = guests.get(peer);
    if (guest == null) {
      return;
    }
    out.set(piece);
    passedOn(nowNanos, peer, piece);
    if (guest.claimed.set(piece)) {
      claims.gained(guest.share, guest.claimed, piece);
    }
    boolean got = guest.got.get(piece);
    guest.got.clear(piece);
    if (fetched(nowNanos, guest, piece) || got) {
      long gap = Math.max(1, nowNanos - (usualGap == 0 ? firstDealt : lastFetch));
      usualGap = usualGap == 0 ? gap : Math.max(1, usualGap + (gap - usualGap) / 8);
      lastFetch = nowNanos;
      lastNews = nowNanos;
    }
  }

  /// A peer asks for a part of this piece.
  public void asked(long nowNanos, int peer, int piece) {
    Guest guest = guests.get(peer);
    if (guest != null) {
      pace.asked(nowNanos, guest, piece);
    }
  }

  /// The last bytes of a piece have left for a peer: it needs something else to fetch before it can
  /// have checked this piece and announced it, or it would run dry for a round trip. (An rTorrent
  /// that runs dry asks for nothing for up to half a minute.)
  public void given(long nowNanos, int peer, int piece) {
    Guest guest = guests.get(peer);
    if (guest != null && fetched(nowNanos, guest, piece)) {
      guest.got.set(piece);
    }
  }

  private boolean fetched(long now, Guest guest, int piece) {
    int index = 0;
    while (index < guest.dealt.size() && guest.dealt.get(index).piece() != piece) {
      index++;
    }
    if (index == guest.dealt.size()) {
      return false;
    }
    pace.fetched(now, guest, guest.dealt.remove(index).at());
    return true;
  }

  /// The peer is not interested in us. True if it does not want what it was dealt, so that all is
  /// to be shown to it from now on; never twice.
  public boolean declines(long nowNanos, int peer) {
    Guest guest = guests.get(peer);
    if (guest == null
        || guest.dealt.isEmpty()
        || nowNanos - guest.dealt.getLast().at() < DECLINE_NANOS) {
      return false;
    }
    for (Guest.Dealt card : guest.dealt) {
      int piece = card.piece();
      guest.claimed.clear(piece);
      claims.lost(guest.share, piece);
      guest.owed.remove(piece);
      owedBy[piece] = owedBy[piece] == peer ? NOBODY : owedBy[piece];
    }
    guest.dealt.clear();
    guest.picky = true;
    return true;
  }

  private void passedOn(long now, int to, int piece) {
    if (owedBy[piece] == NOBODY || owedBy[piece] == to) {
      return;
    }
    Guest giver = guests.get(owedBy[piece]);
    owedBy[piece] = NOBODY;
    if (giver != null) {
      giver.debt--;
      giver.owed.remove(piece);
      giver.passedOnAt = now;
      giver.hoarder = false;
    }
  }

  // What is asked.

  /// How long before its last bytes leave the next piece should be dealt: what is dealt later is
  /// asked for when the uplink has run dry, and what is dealt earlier shares it with what should
  /// arrive first. By how long peers take to ask; a quarter of a second until one has.
  public long aheadNanos() {
    return pace.aheadNanos();
  }

  /// The next card to deal, which from then on counts as dealt; null if none is to be dealt now. To
  /// be asked until it says no: when a peer has joined, has left or has announced a piece, and from
  /// time to time.
  ///
  /// @param most how many pieces may be dealt and not fetched at once, 1 or more: enough to keep
  ///   the uplink busy
  /// @param guise of a peer: one that is not fetching from us counts as busy with what it was dealt
  ///   for [#STALL_NANOS] only, and is dealt more after that if it is interested, since it may have
  ///   asked another for what it was dealt
  public @Nullable Card deal(long nowNanos, int most, IntFunction<Guise> guise) {
    boolean again = claims.without() == 0;
    int late = again ? lateFrom(nowNanos, 0) : -1;
    if (again && late < 0 && !hoarded(nowNanos)) {
      return null;
    }
    int beyond = busy(nowNanos, guise) - most;
    if (beyond >= 0 && nowNanos - lastDealt < TRY_NANOS << Math.min(beyond, MAX_DOUBLINGS)) {
      return null;
    }
    int each = each(nowNanos, most);
    int peer = 0;
    int piece = -1;
    Guest best = null;
    for (Map.Entry<Integer, Guest> entry : guests.entrySet()) {
      Guest guest = entry.getValue();
      if (guest.picky
          || (beyond >= 0 && guest.tried)
          || (guest.dealt.size() >= each && !stalled(nowNanos, guest, guise.apply(entry.getKey())))
          || (best != null && depth(nowNanos, guest) >= depth(nowNanos, best))) {
        continue;
      }
      int candidate = again ? keptFor(nowNanos, guest, late) : unclaimedFor(guest);
      if (candidate >= 0) {
        peer = entry.getKey();
        piece = candidate;
        best = guest;
      }
    }
    return best == null ? null : deal(nowNanos, peer, best, piece);
  }

  private Card deal(long nowNanos, int peer, Guest guest, int piece) {
    Guest keeper = guests.get(owedBy[piece]);
    boolean late = keeper != null && !out.get(piece);
    if (keeper != null) {
      keeper.owed.remove(piece);
      keeper.hoarder |= !late;
    }
    guest.tried = true;
    guest.show(nowNanos, piece);
    guest.dealt.add(new Guest.Dealt(piece, nowNanos));
    guest.debt++;
    guest.owed.put(piece, nowNanos);
    guest.claimed.set(piece);
    claims.gained(guest.share, guest.claimed, piece);
    owedBy[piece] = peer;
    firstDealt = lastNews == 0 ? nowNanos : firstDealt;
    lastNews = late ? lastNews : nowNanos;
    lastDealt = nowNanos;
    guests.putLast(peer, guest);
    return new Card(peer, piece);
  }

  /// How many pieces one guest may be dealt and not have fetched: the slow ones take none of what
  /// the others could.
  private int each(long now, int most) {
    int quick = 0;
    for (Guest guest : guests.values()) {
      quick += pace.handicap(now, guest) == 0 ? 1 : 0;
    }
    int among = Math.max(1, quick == 0 ? guests.size() : quick);
    return (most + among - 1) / among;
  }

  private long depth(long now, Guest guest) {
    return guest.debt + pace.handicap(now, guest);
  }

  /// The first piece from this one on that was dealt long ago, and that nobody has announced; -1 if
  /// there is none.
  private int lateFrom(long now, int from) {
    int piece = from < owedBy.length ? out.nextClear(from) : -1;
    while (piece >= 0) {
      Guest keeper = guests.get(owedBy[piece]);
      Long since = keeper == null ? null : keeper.owed.get(piece);
      if (since != null && pace.late(now, since)) {
        return piece;
      }
      piece = piece + 1 < owedBy.length ? out.nextClear(piece + 1) : -1;
    }
    return -1;
  }

  /// A piece that was dealt to another in vain and may be dealt to this guest; the first that is
  /// late, which is this one or beyond, or one that a hoarder keeps. -1 if there is none.
  private int keptFor(long now, Guest guest, int late) {
    int piece = pace.handicap(now, guest) > 0 ? -1 : late;
    while (piece >= 0 && guest.claimed.get(piece)) {
      piece = lateFrom(now, piece + 1);
    }
    return piece >= 0 ? piece : hoardedFor(now, guest);
  }

  private int unclaimedFor(Guest guest) {
    int candidate = claims.rarestBeyond(guest.claimed);
    return candidate >= 0 && claims.count(candidate) == 0 ? candidate : -1;
  }

  private boolean hoarded(long now) {
    for (Guest guest : guests.values()) {
      if (hoarded(now, guest) >= 0) {
        return true;
      }
    }
    return false;
  }

  /// The piece that this guest has kept to itself for longest, if it has passed nothing on for
  /// long; else -1.
  private int hoarded(long now, Guest guest) {
    if (guest.owed.isEmpty()) {
      return -1;
    }
    Map.Entry<Integer, Long> oldest = guest.owed.entrySet().iterator().next();
    long since = Math.max(oldest.getValue(), guest.passedOnAt);
    return now - since >= Math.max(MIN_HOARD_NANOS, HOARD * usualGap) ? oldest.getKey() : -1;
  }

  /// A piece that a hoarder keeps and that this guest may be dealt instead; -1 if there is none.
  private int hoardedFor(long now, Guest guest) {
    if (guest.hoarder || hoarded(now, guest) >= 0) {
      return -1;
    }
    for (Guest hoarder : guests.values()) {
      int piece = hoarded(now, hoarder);
      if (piece >= 0 && !guest.claimed.get(piece)) {
        return piece;
      }
    }
    return -1;
  }

  /// Whether this peer was dealt this piece, or has it, or chooses for itself: it may ask for it.
  public boolean offered(int peer, int piece) {
    Guest guest = guests.get(peer);
    return guest != null && (guest.picky || guest.claimed.get(piece));
  }

  /// How many pieces no peer has or was dealt.
  public int unclaimed() {
    return claims.without();
  }

  /// Whether the first pass is over: there is no reason any more to hide anything.
  public boolean over(long nowNanos) {
    long patience = Math.max(MIN_PATIENCE_NANOS, PATIENCE * usualGap);
    return (out.isFull() && !hoarded(nowNanos))
        || (unclaimed() == 0 && nowNanos - lastNews >= patience);
  }

  /// How many pieces are dealt and about to be fetched.
  private int busy(long now, IntFunction<Guise> guise) {
    int busy = 0;
    long fetch = pace.patienceNanos();
    for (Map.Entry<Integer, Guest> entry : guests.entrySet()) {
      for (Guest.Dealt card : entry.getValue().dealt) {
        long age = now - card.at();
        if (age < fetch && (age < STALL_NANOS || guise.apply(entry.getKey()) == Guise.FETCHING)) {
          busy++;
        }
      }
    }
    return busy;
  }

  /// Whether a peer wants something, though nothing of what it was dealt, or not from us.
  private static boolean stalled(long now, Guest guest, Guise guise) {
    return guise == Guise.WAITING && now - guest.dealt.getLast().at() >= STALL_NANOS;
  }
}
