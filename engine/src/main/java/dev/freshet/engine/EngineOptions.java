package dev.freshet.engine;

import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.Transports;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.proxy.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How an engine as a whole behaves.
///
/// @param port to listen on, TCP and UDP; 0 for any free one
/// @param bind addresses to listen on and connect from; empty for all, IPv4 and IPv6
/// @param limits for all torrents together
/// @param stateDirectory where the journals of torrents are kept, so that a restart need not check
///   their data again
/// @param maxConnections most peers connected at once, those being connected included
/// @param diskThreads how many threads read, write and hash
/// @param writeBudgetBytes most payload waiting for the disk; beyond it nothing more is read from
///   the network
/// @param closeTimeout how long [Engine#close] lets torrents say goodbye and files be closed
/// @param seed of all chance in the engine's decisions, together with the port that it gets
/// @param reach how others are found and spoken to; what is known of the DHT is kept in the state
///   directory
/// @param recording the file to write all that comes in to, up to 1 GiB, so that `tools/replay` can
///   play it again; null for none: then the first 256 KiB is kept in memory, and saved in the state
///   directory if a fault stops the engine before there is more
public record EngineOptions(
    int port,
    List<IpAddress> bind,
    RateLimits limits,
    Path stateDirectory,
    int maxConnections,
    int diskThreads,
    int writeBudgetBytes,
    Duration closeTimeout,
    long seed,
    ReachOptions reach,
    @Nullable Path recording) {
  public EngineOptions {
    bind = List.copyOf(bind);
    if (port < 0
        || port > 0xffff
        || maxConnections < 1
        || diskThreads < 1
        || writeBudgetBytes < 1
        || closeTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "port %d, connections %d, disk threads %d, write budget %d, close time-out %s"
              .formatted(port, maxConnections, diskThreads, writeBudgetBytes, closeTimeout));
    }
  }

  /// Any port on all addresses, no limits of rate, state in [#usualStateDirectory], 500
  /// connections, a disk thread for each processor but at least 2 and at most 8, 32 MiB of write
  /// budget, 10 seconds to close, a seed that nobody can guess, encryption allowed, TCP and uTP, no
  /// proxy; outside the DHT and without a word to the gateway.
  public static EngineOptions defaults() {
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
    return new EngineOptions(
        0,
        List.of(),
        RateLimits.NONE,
        usualStateDirectory(System.getenv()),
        500,
        threads,
        32 << 20,
        Duration.ofSeconds(10),
        new SecureRandom().nextLong(),
        ReachOptions.defaults(),
        null);
  }

  /// Where state is kept if nothing else is said: `$XDG_STATE_HOME/freshet` or
  /// `$HOME/.local/state/freshet`. `HOME` goes before what the system has of the user, as
  /// everywhere: whoever sets it wants a program to live elsewhere. One that is empty or relative
  /// is not set, or what is kept would lie wherever we happen to be.
  ///
  /// @param environment variables by name, as of [System#getenv()]
  public static Path usualStateDirectory(Map<String, String> environment) {
    Path set = Path.of(environment.getOrDefault("HOME", ""));
    Path home = set.isAbsolute() ? set : Path.of(System.getProperty("user.home"));
    Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
    // the specification has relative paths ignored
    Path base = state.isAbsolute() ? state : home.resolve(".local").resolve("state");
    return base.resolve("freshet");
  }

  /// The same, listening on this port.
  public EngineOptions withPort(int newPort) {
    Draft draft = new Draft(this);
    draft.port = newPort;
    return draft.options();
  }

  /// The same, on these addresses only.
  public EngineOptions withBind(List<IpAddress> addresses) {
    Draft draft = new Draft(this);
    draft.bind = addresses;
    return draft.options();
  }

  /// The same with these limits.
  public EngineOptions withLimits(RateLimits newLimits) {
    Draft draft = new Draft(this);
    draft.limits = newLimits;
    return draft.options();
  }

  /// The same with its journals in this folder.
  public EngineOptions withStateDirectory(Path directory) {
    Draft draft = new Draft(this);
    draft.stateDirectory = directory;
    return draft.options();
  }

  /// The same with at most so many connections.
  public EngineOptions withMaxConnections(int most) {
    Draft draft = new Draft(this);
    draft.maxConnections = most;
    return draft.options();
  }

  /// The same with so many disk threads.
  public EngineOptions withDiskThreads(int threads) {
    Draft draft = new Draft(this);
    draft.diskThreads = threads;
    return draft.options();
  }

  /// The same with at most so much payload waiting for the disk.
  public EngineOptions withWriteBudgetBytes(int bytes) {
    Draft draft = new Draft(this);
    draft.writeBudgetBytes = bytes;
    return draft.options();
  }

  /// The same, closing hard after so long.
  public EngineOptions withCloseTimeout(Duration timeout) {
    Draft draft = new Draft(this);
    draft.closeTimeout = timeout;
    return draft.options();
  }

  /// The same with this seed.
  public EngineOptions withSeed(long newSeed) {
    Draft draft = new Draft(this);
    draft.seed = newSeed;
    return draft.options();
  }

  /// The same, with connections encrypted like this.
  public EngineOptions withEncryption(Encryption mode) {
    return withReach(reach.withEncryption(mode));
  }

  /// The same in the DHT, such as [DhtOptions#mainline].
  public EngineOptions withDht(DhtOptions options) {
    return withReach(reach.withDht(options));
  }

  /// The same, with connections carried like this.
  public EngineOptions withTransports(Transports which) {
    return withReach(reach.withTransports(which));
  }

  /// The same, having the gateway let others through to us, or not.
  public EngineOptions withMapPorts(boolean on) {
    return withReach(reach.withMapPorts(on));
  }

  /// The same, with all that comes in written to this file.
  public EngineOptions withRecording(@Nullable Path file) {
    Draft draft = new Draft(this);
    draft.recording = file;
    return draft.options();
  }

  /// The same, through this proxy or not at all; null for none. It looks names up, and nobody
  /// connects to us but over the loopback or to an address of [#withBind]. With SOCKS5 what goes
  /// over UDP goes through it as well, where it relays that, and in the DHT we only ask; with HTTP
  /// the DHT, uTP and trackers over UDP are off. Port mapping and calls on the local network are
  /// off with either.
  public EngineOptions withProxy(@Nullable Proxy through) {
    return withReach(reach.withProxy(through));
  }

  /// The same, finding and reaching others like this.
  public EngineOptions withReach(ReachOptions options) {
    Draft draft = new Draft(this);
    draft.reach = options;
    return draft.options();
  }

  /// A copy to be changed, so that what stays the same is written down once.
  private static final class Draft {
    int port;
    List<IpAddress> bind;
    RateLimits limits;
    Path stateDirectory;
    int maxConnections;
    int diskThreads;
    int writeBudgetBytes;
    Duration closeTimeout;
    long seed;
    ReachOptions reach;
    @Nullable Path recording;

    Draft(EngineOptions from) {
      port = from.port;
      bind = from.bind;
      limits = from.limits;
      stateDirectory = from.stateDirectory;
      maxConnections = from.maxConnections;
      diskThreads = from.diskThreads;
      writeBudgetBytes = from.writeBudgetBytes;
      closeTimeout = from.closeTimeout;
      seed = from.seed;
      reach = from.reach;
      recording = from.recording;
    }

    EngineOptions options() {
      return new EngineOptions(
          port,
          bind,
          limits,
          stateDirectory,
          maxConnections,
          diskThreads,
          writeBudgetBytes,
          closeTimeout,
          seed,
          reach,
          recording);
    }
  }
}
