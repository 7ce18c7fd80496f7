package dev.freshet.core.torrent;

import dev.freshet.protocol.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The machines behind the addresses that strangers name. A list of a thousand ports of one machine
/// is what someone hands out who wants that machine called by a whole swarm; so one that does not
/// answer as a peer is called a few times, and then ever more seldom, however many ports are named.
final class Hosts {
  /// The most addresses kept of one machine; homes and offices share one, so some are honest.
  static final int MAX_ADDRESSES = 100;

  /// So many calls in a row may come to nothing before we wait.
  static final int TRIES = 8;

  /// With so many bans of peers there nobody there is dealt with any more. One is not enough, as
  /// whoever shares its address has done nothing.
  static final int MAX_BANS = 3;

  private static final long FIRST_WAIT = 60_000_000_000L;
  private static final int MAX_DOUBLINGS = 4;

  /// One machine.
  static final class Host {
    private int addresses;
    private int hearsay;
    private int open;
    private int misses;
    private int bans;
    private long notBefore;

    private Host() {}

    /// Whether as many of its addresses are known as may be.
    boolean full() {
      return addresses >= MAX_ADDRESSES;
    }

    /// Whether any of its addresses is known from other peers only.
    boolean hearsay() {
      return hearsay > 0;
    }

    /// So many more, or fewer, of its addresses are known from other peers only.
    void hearsay(int by) {
      hearsay += by;
    }

    /// Whether its last call came to nothing.
    boolean silent() {
      return misses > 0;
    }

    /// It is being called.
    void called() {
      open++;
    }

    /// A call has ended, whatever came of it.
    void hungUp() {
      open--;
    }

    /// A call came to nothing: nobody there has said that he is a peer.
    void missed(long now) {
      misses++;
      if (misses >= TRIES) {
        notBefore = now + (FIRST_WAIT << Math.min(misses - TRIES, MAX_DOUBLINGS));
      }
    }

    /// Somebody there takes part.
    void answered() {
      misses = 0;
    }

    /// Whether nobody there is dealt with.
    boolean shut() {
      return bans >= MAX_BANS;
    }

    /// How long to wait before the next call; [Long#MAX_VALUE] until a call under way has ended.
    long waitNanos(long now) {
      if (open + misses < TRIES) {
        return 0;
      }
      return open > 0 ? Long.MAX_VALUE : Math.max(0, notBefore - now);
    }
  }

  private final int most;
  private final Map<IpAddress, Host> hosts = new LinkedHashMap<>();

  /// @param most of how many machines something is kept, at least as many as there are addresses
  Hosts(int most) {
    this.most = most;
  }

  /// The machine of this address, of which one more is known from now on.
  Host join(IpAddress ip) {
    Host host = at(ip);
    host.addresses++;
    return host;
  }

  /// A peer there is banned. Our own machine is never shut: those there are told apart by their
  /// ports.
  void banned(IpAddress ip) {
    if (!ip.isLoopback()) {
      at(ip).bans++;
    }
  }

  /// That calls came to nothing may have been our own line.
  void forgive() {
    hosts.values().forEach(Host::answered);
  }

  /// Whether nobody at this one's machine is dealt with.
  boolean shut(IpAddress ip) {
    Host host = known(ip);
    return host != null && host.shut();
  }

  private Host at(IpAddress ip) {
    if (hosts.size() >= most && !hosts.containsKey(ip.machine())) {
      forgetOne();
    }
    return hosts.computeIfAbsent(ip.machine(), _ -> new Host());
  }

  private void forgetOne() {
    for (Map.Entry<IpAddress, Host> entry : hosts.entrySet()) {
      if (entry.getValue().addresses == 0) {
        hosts.remove(entry.getKey());
        return;
      }
    }
  }

  /// The machine of this address; null if nothing is known of it.
  @Nullable Host known(IpAddress ip) {
    return hosts.get(ip.machine());
  }

  /// An address is forgotten. Its machine too if that was the last, unless it is still to be left
  /// alone, or somebody there was banned.
  void leave(IpAddress ip, Host host) {
    host.addresses--;
    if (host.addresses == 0 && host.misses < TRIES && host.bans == 0) {
      hosts.remove(ip.machine(), host);
    }
  }
}
