package dev.freshet.core.torrent;

import dev.freshet.core.api.Transports;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The addresses of a swarm that we know: whom to try next, whom to leave alone. Bounded: beyond
/// [#MAX_KNOWN] the least promising address makes room, and of one machine only so many are kept
/// and called ([Hosts]), but for those that the embedder named.
final class PeerBook {
  /// The most addresses kept.
  static final int MAX_KNOWN = 2000;

  /// The most addresses of which only other peers have told us, so that they cannot crowd out all
  /// that we know better.
  static final int MAX_EXCHANGED = MAX_KNOWN / 2;

  private static final long SECOND = 1_000_000_000L;
  private static final long FIRST_RETRY = 5 * SECOND;
  private static final long LONGEST_RETRY = 600 * SECOND;

  private final Ports ports;
  private final Transports transports;
  private final RandomGenerator random;
  private final Map<Endpoint, BookEntry> entries = new LinkedHashMap<>();
  private final Hosts hosts = new Hosts(2 * MAX_KNOWN);
  private final Outcasts outcasts = new Outcasts(hosts, MAX_KNOWN);
  private int exchanged;
  private int calls;
  private boolean isPrivate;

  PeerBook(Ports ports, Transports transports, RandomGenerator random) {
    this.ports = ports;
    this.transports = transports;
    this.random = random;
  }

  /// Learns of addresses. Those that cannot be peers are passed over. How many were new, or known
  /// from a lesser source only.
  int learn(long now, PeerSource source, List<Endpoint> endpoints) {
    int fresh = 0;
    for (Endpoint endpoint : endpoints) {
      fresh += learn(now, source, endpoint, false) ? 1 : 0;
    }
    return fresh;
  }

  /// Learns of one address, and whether a seed is said to be there. True if it was new, or known
  /// from a lesser source only.
  boolean learn(long now, PeerSource source, Endpoint endpoint, boolean seed) {
    BookEntry known = entries.get(endpoint);
    if (known != null) {
      known.hearsay &= source.hearsay() || source == PeerSource.ITSELF;
      return better(known, source);
    }
    boolean unbelieved = isPrivate && source.hearsay();
    if (unbelieved || !outcasts.admits(endpoint) || !fits(source, endpoint.ip()) || !makeRoom()) {
      return false;
    }
    BookEntry entry = new BookEntry(endpoint, hosts.join(endpoint.ip()), source, now);
    entry.seed = seed;
    entry.byUtp = !transports.tcp();
    entries.put(endpoint, entry);
    count(entry, 1);
    return true;
  }

  /// Whether so much may be known from this source, and of this machine. What only other peers have
  /// said makes room: of one machine for what is known better of it; and where it came to nothing
  /// for what they say next, lest the dead leave no place for the living.
  private boolean fits(PeerSource source, IpAddress ip) {
    Hosts.Host host = hosts.known(ip);
    if (host != null && host.full() && source != PeerSource.EMBEDDER) {
      return source != PeerSource.EXCHANGE
          && host.hearsay()
          && (forgetOne(entry -> entry.host == host && entry.dead())
              || forgetOne(entry -> entry.host == host));
    }
    return source != PeerSource.EXCHANGE || exchanged < MAX_EXCHANGED || forgetOne(BookEntry::dead);
  }

  /// Forgets the first such address that we know from other peers only.
  private boolean forgetOne(Predicate<BookEntry> which) {
    for (BookEntry entry : entries.values()) {
      if (entry.spare() && which.test(entry)) {
        remove(entry);
        return true;
      }
    }
    return false;
  }

  private void count(BookEntry entry, int by) {
    if (entry.source == PeerSource.EXCHANGE) {
      exchanged += by;
      entry.host.hearsay(by);
    }
  }

  private boolean better(BookEntry entry, PeerSource source) {
    if (source.compareTo(entry.source) <= 0) {
      return false;
    }
    count(entry, -1);
    entry.source = source;
    return true;
  }

  /// The torrent is private (BEP 27): nobody is believed from now on but trackers and the embedder,
  /// and who comes by itself. Forgets all others, but for those that we talk to, and will not call
  /// those again.
  void turnPrivate() {
    isPrivate = true;
    List.copyOf(entries.values()).stream()
        .filter(entry -> entry.hearsay && !entry.connected)
        .forEach(this::remove);
  }

  /// Whether no more is known of an address than what peers, the DHT or the local network say.
  boolean hearsay(Endpoint endpoint) {
    BookEntry entry = entries.get(endpoint);
    return entry != null && entry.hearsay;
  }

  private boolean candidate(BookEntry entry, boolean wantSeeds) {
    return entry.candidate(wantSeeds) && !(isPrivate && entry.hearsay);
  }

  private void remove(BookEntry entry) {
    if (entry.called) {
      entry.host.hungUp();
    }
    hosts.leave(entry.endpoint.ip(), entry.host);
    entries.remove(entry.endpoint);
    count(entry, -1);
  }

  /// The address to try now, and marks it as tried; null if there is none. Among those whose time
  /// has come the fewest failures win, then the fewest partings, then the priority on which both
  /// ends agree (BEP 40), then chance, so that a crowd spreads over all of its members. But every
  /// other call goes to one of those of whom more is known than what peers say, so that they cannot
  /// hide it behind a thousand others.
  @Nullable Endpoint next(long now, boolean wantSeeds) {
    BookEntry best = null;
    boolean known = calls++ % 2 == 0;
    long bestPriority = 0;
    int ties = 0;
    for (BookEntry entry : entries.values()) {
      if (!candidate(entry, wantSeeds) || entry.waitNanos(now) > 0) {
        continue;
      }
      int order = best == null ? -1 : entry.comparedTo(best, known);
      if (order > 0) {
        continue;
      }
      long priority = ports.priority(entry.endpoint);
      if (order < 0 || priority > bestPriority) {
        best = entry;
        bestPriority = priority;
        ties = 1;
      } else if (priority == bestPriority && random.nextInt(++ties) == 0) {
        best = entry;
      }
    }
    if (best == null) {
      return null;
    }
    best.call();
    return best.endpoint;
  }

  /// When the next address may be tried; [Long#MAX_VALUE] if there is none to wait for.
  long deadline(long now, boolean wantSeeds) {
    long soonest = Long.MAX_VALUE;
    for (BookEntry entry : entries.values()) {
      if (candidate(entry, wantSeeds)) {
        soonest = Math.min(soonest, entry.waitNanos(now));
      }
    }
    return soonest == Long.MAX_VALUE ? soonest : now + soonest;
  }

  /// A connection to this address stands, whoever opened it.
  void connected(long now, Endpoint endpoint) {
    learn(now, PeerSource.ITSELF, endpoint, false);
    BookEntry entry = entries.get(endpoint);
    if (entry != null) {
      entry.stands(now);
    }
  }

  /// There is someone who speaks uTP at this address.
  void speaksUtp(Endpoint endpoint) {
    BookEntry entry = entries.get(endpoint);
    if (entry != null) {
      entry.speaksUtp = true;
    }
  }

  /// Whether someone who speaks uTP is known to be at this address.
  boolean isSpeakingUtp(Endpoint endpoint) {
    BookEntry entry = entries.get(endpoint);
    return entry != null && entry.speaksUtp;
  }

  /// The neighbour on this connection can introduce us to the peer at this address.
  void introducer(Endpoint endpoint, int conn) {
    BookEntry entry = entries.get(endpoint);
    if (entry != null && !entry.connected) {
      entry.introducer = conn;
    }
  }

  /// Who can introduce us to the peer at this address, now that it has not taken our call; asked
  /// once of each. 0 if nobody can, or another call comes first.
  int introducer(Endpoint endpoint) {
    BookEntry entry = entries.get(endpoint);
    if (entry == null || entry.connected || (entry.byUtp && transports.tcp())) {
      return 0;
    }
    int introducer = entry.introducer;
    entry.introducer = 0;
    return introducer;
  }

  /// We are to call this address because somebody there calls us now. False if we should not.
  boolean callBack(long now, Endpoint endpoint) {
    learn(now, PeerSource.EXCHANGE, endpoint, false);
    BookEntry entry = entries.get(endpoint);
    if (entry == null
        || entry.connected
        || entry.host.shut()
        || entry.host.waitNanos(now) > 0
        || (isPrivate && entry.hearsay)) {
      return false;
    }
    entry.byUtp = true;
    entry.speaksUtp = true;
    entry.call();
    return true;
  }

  /// Whether this address is to be called by uTP now.
  boolean byUtp(Endpoint endpoint) {
    BookEntry entry = entries.get(endpoint);
    return entry != null && entry.byUtp;
  }

  /// Nobody took our call. Who does not by TCP is called by uTP at once, but not on the word of
  /// another peer, unless that says that uTP is spoken there.
  void unanswered(long now, Endpoint endpoint) {
    BookEntry entry = entries.get(endpoint);
    if (entry != null && transports == Transports.BOTH) {
      boolean believed = entry.source != PeerSource.EXCHANGE || entry.speaksUtp;
      entry.byUtp = !entry.byUtp && believed;
      if (entry.byUtp) {
        entry.again(now, true, 0);
        return;
      }
    }
    disconnected(now, endpoint, true, false);
  }

  /// The connection is gone. The next try waits longer each time; much longer if it never stood
  /// (`failed`). The first waits little: some clients hang up once they have the metadata, and are
  /// there again a moment later (Transmission, aria2).
  void disconnected(long now, Endpoint endpoint, boolean failed, boolean seed) {
    BookEntry entry = entries.get(endpoint);
    if (entry == null) {
      return;
    }
    entry.seed = seed;
    entry.disconnected(now, failed);
    if (entry.failures >= entry.source.tries() && entry.source != PeerSource.EXCHANGE) {
      remove(entry);
      return;
    }
    long wait = FIRST_RETRY << (failed ? 2 * (entry.failures - 1) : entry.partings - 1);
    wait = Math.min(wait, LONGEST_RETRY);
    entry.notBefore = now + wait + random.nextLong(wait / 2);
  }

  /// A connection to this address stood and ended before the peer said a word, as it does where a
  /// peer wants connections encrypted, or in the plain. The next try is made the other way, and the
  /// first time does not count as a failure.
  void hungUp(long now, Endpoint endpoint) {
    BookEntry entry = entries.get(endpoint);
    if (entry == null) {
      return;
    }
    entry.otherWay = !entry.otherWay;
    if (entry.hungUp) {
      disconnected(now, endpoint, true, false);
      return;
    }
    entry.hungUp = true;
    entry.again(now, true, soon());
  }

  /// Our call to this address was never made. It is soon made again, as often as it takes.
  void heldUp(long now, Endpoint endpoint) {
    BookEntry entry = entries.get(endpoint);
    if (entry != null) {
      entry.again(now, false, soon());
    }
  }

  /// We have left this peer, or given up our call to it, for reasons of our own: it may be called
  /// again as soon as we want to.
  void left(long now, Endpoint endpoint, boolean seed) {
    BookEntry entry = entries.get(endpoint);
    if (entry != null) {
      entry.seed |= seed;
      entry.again(now, false, 0);
    }
  }

  /// We are in another network, or in one again: that others did not answer may have been our own
  /// line, so all may be called soon.
  void moved(long now) {
    hosts.forgive();
    for (BookEntry entry : entries.values()) {
      entry.notBefore = Math.min(entry.notBefore, now + soon());
    }
  }

  /// Who is there talks to us already, on another connection.
  void another(long now, Endpoint endpoint) {
    BookEntry entry = entries.get(endpoint);
    if (entry != null) {
      entry.again(now, false, LONGEST_RETRY);
    }
  }

  private long soon() {
    return FIRST_RETRY + random.nextLong(FIRST_RETRY / 2);
  }

  /// Whether to try this address the other way than usual: encrypted, or in the plain.
  boolean otherWay(Endpoint endpoint) {
    BookEntry entry = entries.get(endpoint);
    return entry != null && entry.otherWay;
  }

  /// Never again this address, whose peer has lied; after a few such, never again its machine,
  /// where a port costs nothing.
  void ban(Endpoint endpoint) {
    leaveOut(endpoint);
    hosts.banned(endpoint.ip());
  }

  /// Never again this address.
  void leaveOut(Endpoint endpoint) {
    BookEntry entry = entries.get(endpoint);
    if (entry != null) {
      remove(entry);
    }
    outcasts.add(endpoint);
  }

  /// Whether this address is banned, or its machine.
  boolean banned(Endpoint endpoint) {
    return outcasts.has(endpoint);
  }

  /// How many addresses are known.
  int size() {
    return entries.size();
  }

  /// Whether any address could be tried, now or later.
  boolean hasCandidate(boolean wantSeeds) {
    return entries.values().stream().anyMatch(entry -> candidate(entry, wantSeeds));
  }

  private boolean makeRoom() {
    if (entries.size() < MAX_KNOWN) {
      return true;
    }
    List<BookEntry> idle = new ArrayList<>();
    for (BookEntry entry : entries.values()) {
      if (!entry.connected && (entry.dead() || entry.host.shut())) {
        idle.add(entry);
      }
    }
    if (idle.isEmpty()) {
      return false;
    }
    remove(idle.get(random.nextInt(idle.size())));
    return true;
  }
}
