package dev.freshet.core.torrent;

import dev.freshet.protocol.Endpoint;
import java.util.Comparator;

/// What a [PeerBook] knows of one address.
final class BookEntry {
  private static final int MAX_PARTINGS = 4;

  private static final Comparator<BookEntry> PROSPECTS =
      Comparator.comparing(BookEntry::doubtful)
          .thenComparingInt(entry -> entry.failures)
          .thenComparingInt(entry -> entry.partings);

  final Endpoint endpoint;
  final Hosts.Host host;
  PeerSource source;

  /// Nobody who is to be trusted has told us of it, nor did it come by itself.
  boolean hearsay;

  /// We have called it, and the call goes on.
  boolean called;

  boolean connected;
  boolean seed;
  boolean otherWay;
  boolean byUtp;
  boolean speaksUtp;

  /// The connection to who can introduce us; 0 if nobody can.
  int introducer;

  boolean hungUp;
  int failures;
  int partings;
  long notBefore;

  BookEntry(Endpoint endpoint, Hosts.Host host, PeerSource source, long now) {
    this.endpoint = endpoint;
    this.host = host;
    this.source = source;
    this.hearsay = source.hearsay();
    this.notBefore = now;
  }

  /// Whether only a peer says so, of a machine that does not answer: whoever wants it never to be
  /// found names it often.
  private boolean doubtful() {
    return source == PeerSource.EXCHANGE && host.silent();
  }

  /// Whether only other peers have told us of it, and we do not talk to it.
  boolean spare() {
    return source == PeerSource.EXCHANGE && !connected;
  }

  /// Whether the last call was not answered.
  boolean dead() {
    return failures > 0;
  }

  /// It is called now.
  void call() {
    connected = true;
    called = true;
    host.called();
  }

  /// The call has ended, and came to something or not.
  void ended(long now, boolean missed) {
    if (called) {
      called = false;
      host.hungUp();
      if (missed) {
        host.missed(now);
      }
    }
  }

  /// The peer there talks to us.
  void stands(long now) {
    connected = true;
    hungUp = false;
    failures = 0;
    ended(now, false);
    host.answered();
  }

  /// The talk has ended, or the call came to nothing (`failed`).
  void disconnected(long now, boolean failed) {
    connected = false;
    ended(now, failed);
    if (failed) {
      failures++;
    } else {
      partings = Math.min(partings + 1, MAX_PARTINGS);
    }
  }

  /// The call or the talk has ended; it may be called again after so long.
  void again(long now, boolean missed, long waitNanos) {
    ended(now, missed);
    connected = false;
    notBefore = now + waitNanos;
  }

  /// Whether it may be called, now or later. What was tried on a peer's word stays known, so that
  /// nobody has us try it again.
  boolean candidate(boolean wantSeeds) {
    return !connected && !host.shut() && failures < source.tries() && (wantSeeds || !seed);
  }

  /// How long to wait before it is called; [Long#MAX_VALUE] until something else has happened.
  long waitNanos(long now) {
    long wait = Math.max(0, notBefore - now);
    return source == PeerSource.EMBEDDER ? wait : Math.max(wait, host.waitNanos(now));
  }

  /// Less than 0 if it is the better one to call, by what came of earlier calls.
  ///
  /// @param known whether one that was not called yet, and of which more is known than what peers
  ///   say, comes first
  int comparedTo(BookEntry other, boolean known) {
    int first = known ? Boolean.compare(other.promising(), promising()) : 0;
    return first != 0 ? first : PROSPECTS.compare(this, other);
  }

  private boolean promising() {
    return source != PeerSource.EXCHANGE && failures == 0 && partings == 0;
  }
}
