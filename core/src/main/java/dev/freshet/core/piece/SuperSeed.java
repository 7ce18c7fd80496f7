package dev.freshet.core.piece;

import dev.freshet.protocol.Bitfield;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Which piece a first seed reveals to which peer (BEP 16), so that it sends each piece about once.
///
/// *Theory of operation.* The seed claims to have nothing and tells each peer of a piece that
/// nobody has or has been told of. When another peer announces that piece, the one that it was told
/// to has passed it on, and earns the next. A few pieces at a time, [#AT_ONCE], keep our uplink
/// busy while one spreads.
///
/// A *claim* on a piece is a peer that has it or has been told of it. Only pieces without a claim
/// are revealed, so no piece is sent twice as long as those who got it stay. Four things keep it
/// moving: a peer that got its pieces and has nobody to pass them on to earns the next by having
/// them; a peer that has waited for some time while pieces without a claim are left is told one
/// anyway, since that costs nothing but its reward; a piece told to a peer that left, or did not
/// fetch it in twice the time that we need for sending all that was told, is free to be told again;
/// and when no piece is without a claim, a peer that has not got any piece from anyone for
/// [#STUCK_NANOS] is told the rarest that it lacks.
public final class SuperSeed {
  /// How many pieces a peer is told of that it has not passed on.
  public static final int AT_ONCE = 2;

  /// How long a peer waits at most for its pieces to be seen elsewhere.
  static final long PATIENCE_NANOS = 10_000_000_000L;

  /// How long it waits at least; between the two, as long as we take for [#PATIENCE] pieces.
  static final long MIN_PATIENCE_NANOS = 1_000_000_000L;

  /// How long a peer has at least for fetching a piece.
  static final long EXPIRY_NANOS = 60_000_000_000L;

  /// How long a peer gets nothing from anyone before it is helped.
  static final long STUCK_NANOS = 30_000_000_000L;

  private static final int PATIENCE = 4;
  private static final int NONE = -1;

  /// A piece that a peer was told of and has not passed on.
  private static final class Told {
    final int piece;
    final long at;
    boolean fetched;

    Told(int piece, long at) {
      this.piece = piece;
      this.at = at;
    }
  }

  private static final class Guest {
    /// What it has, or was told of and may still fetch in time.
    final Bitfield claimed;

    /// What it has, or was ever told of.
    final Bitfield known;

    final List<Told> told = new ArrayList<>();
    long lastGain;
    long lastFetch;

    Guest(Bitfield has, long now) {
      this.claimed = has.copy();
      this.known = has.copy();
      this.lastGain = now;
      this.lastFetch = now;
    }
  }

  private final Map<Integer, Guest> guests = new LinkedHashMap<>();
  private final Availability claims;

  /// How long it takes of late from one piece fetched to the next; 0 if none was.
  private long usualGap;

  private long lastFetch;

  /// A seed of so many pieces.
  public SuperSeed(int pieceCount, RandomGenerator random) {
    this.claims = new Availability(pieceCount, random);
    for (int piece = 0; piece < pieceCount; piece++) {
      claims.open(piece);
    }
  }

  // What happens.

  /// A peer came that has these pieces. Once for each peer.
  public void joined(long nowNanos, int peer, Bitfield has) {
    Guest guest = new Guest(has, nowNanos);
    if (guests.put(peer, guest) != null) {
      throw new IllegalStateException("peer " + peer + " has joined already");
    }
    claims.joined(guest.claimed);
  }

  /// A peer is gone. Nothing if it had not joined.
  public void gone(int peer) {
    Guest guest = guests.remove(peer);
    if (guest != null) {
      claims.left(guest.claimed);
    }
  }

  /// A peer announced a piece. The keys of those who earned a new one by that: ask [#reveal] for
  /// them.
  public List<Integer> seen(long nowNanos, int peer, int piece) {
    Guest from = guests.get(peer);
    if (from == null) {
      return List.of();
    }
    from.lastGain = nowNanos;
    from.known.set(piece);
    if (from.claimed.set(piece)) {
      claims.gained(from.claimed, piece);
    }
    List<Integer> earned = new ArrayList<>();
    guests.forEach((key, guest) -> {
      if (guest == from) {
        fetched(nowNanos, guest, piece);
      }
      if (guest == from || guest.told.removeIf(told -> told.piece == piece)) {
        earned.add(key);
      }
    });
    return earned;
  }

  // What is asked.

  /// The piece to tell this peer of now, which from then on counts as told; -1 if it is to wait. A
  /// peer that is `unchoked` may be told of more at once. To be asked until it says no: when the
  /// peer has joined, when it has earned one, when it is unchoked, and once a second.
  public int reveal(long nowNanos, int peer, boolean unchoked) {
    return reveal(nowNanos, peer, unchoked ? AT_ONCE : 1);
  }

  /// The same for a peer that may be told of `atOnce` pieces, 1 or more, before it has passed one
  /// on: more than [#AT_ONCE] for one so fast that it would wait for our next word.
  public int reveal(long nowNanos, int peer, int atOnce) {
    Guest guest = guests.get(peer);
    if (guest == null) {
      return NONE;
    }
    tidy(nowNanos, guest);
    int piece = claims.rarestBeyond(guest.known);
    if (piece < 0 || !mayHave(nowNanos, guest, atOnce, claims.count(piece) > 0)) {
      return NONE;
    }
    if (guest.told.size() >= Math.max(AT_ONCE, atOnce)) {
      guest.told.removeFirst();
    }
    guest.told.add(new Told(piece, nowNanos));
    guest.lastGain = nowNanos;
    guest.known.set(piece);
    if (guest.claimed.set(piece)) {
      claims.gained(guest.claimed, piece);
    }
    return piece;
  }

  /// Whether this peer was told of this piece, or has it: it may ask for it.
  public boolean offered(int peer, int piece) {
    Guest guest = guests.get(peer);
    return guest != null && guest.known.get(piece);
  }

  /// How many pieces no peer has or has been told of.
  public int unclaimed() {
    return claims.without();
  }

  private void fetched(long now, Guest guest, int piece) {
    for (Told told : guest.told) {
      if (told.piece == piece && !told.fetched) {
        told.fetched = true;
        long gap = Math.max(1, now - (usualGap == 0 ? told.at : lastFetch));
        usualGap = usualGap == 0 ? gap : Math.max(1, usualGap + (gap - usualGap) / 8);
        lastFetch = now;
        guest.lastFetch = now;
      }
    }
  }

  /// Twice the time that we need for sending all that was told and not fetched.
  private long expiryNanos() {
    long unfetched = 0;
    for (Guest guest : guests.values()) {
      for (Told told : guest.told) {
        unfetched += told.fetched ? 0 : 1;
      }
    }
    return Math.max(EXPIRY_NANOS, 2 * unfetched * usualGap);
  }

  private long patienceNanos() {
    return usualGap == 0
        ? PATIENCE_NANOS
        : Math.clamp(PATIENCE * usualGap, MIN_PATIENCE_NANOS, PATIENCE_NANOS);
  }

  /// Takes from the account of a peer what is no longer expected of it.
  private void tidy(long now, Guest guest) {
    guest.told.removeIf(told -> told.fetched && !neededBeside(guest, told.piece));
    long expiryNanos = expiryNanos();
    guest.told.removeIf(told -> {
      // a peer that fetches its pieces in another order is at work
      long idle = Math.min(now - told.at, now - guest.lastFetch);
      boolean expired = !told.fetched && idle >= expiryNanos;
      if (expired && guest.claimed.clear(told.piece)) {
        claims.lost(guest.claimed, told.piece);
      }
      return expired;
    });
  }

  private boolean neededBeside(Guest guest, int piece) {
    for (Guest other : guests.values()) {
      if (other != guest && !other.known.get(piece)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayHave(long now, Guest guest, int atOnce, boolean claimed) {
    boolean fetching = guest.told.stream().anyMatch(told -> !told.fetched);
    if (claimed) {
      return !fetching && now - guest.lastGain >= STUCK_NANOS;
    }
    if (guest.told.size() < atOnce) {
      return true;
    }
    return !fetching && now - guest.told.getLast().at >= patienceNanos();
  }
}
