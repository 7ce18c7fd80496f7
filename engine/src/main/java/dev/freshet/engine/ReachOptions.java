package dev.freshet.engine;

import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.Transports;
import dev.freshet.protocol.proxy.Proxy;
import org.jspecify.annotations.Nullable;

/// How an engine finds others and speaks to them.
///
/// @param encryption when connections with peers are encrypted
/// @param dht how to take part in the DHT
/// @param transports how connections may be carried
/// @param mapPorts whether the gateway of the local network is asked to let others through to us
/// @param proxy what everything goes through, see [EngineOptions#withProxy]; null for none
public record ReachOptions(
    Encryption encryption,
    DhtOptions dht,
    Transports transports,
    boolean mapPorts,
    @Nullable Proxy proxy) {
  /// Encryption allowed, TCP and uTP, no proxy; outside the DHT and without a word to the gateway.
  public static ReachOptions defaults() {
    return new ReachOptions(Encryption.ALLOWED, DhtOptions.OFF, Transports.BOTH, false, null);
  }

  /// The same, with connections encrypted like this.
  public ReachOptions withEncryption(Encryption mode) {
    return new ReachOptions(mode, dht, transports, mapPorts, proxy);
  }

  /// The same in the DHT, such as [DhtOptions#mainline].
  public ReachOptions withDht(DhtOptions options) {
    return new ReachOptions(encryption, options, transports, mapPorts, proxy);
  }

  /// The same, with connections carried like this.
  public ReachOptions withTransports(Transports which) {
    return new ReachOptions(encryption, dht, which, mapPorts, proxy);
  }

  /// The same, having the gateway let others through to us, or not.
  public ReachOptions withMapPorts(boolean on) {
    return new ReachOptions(encryption, dht, transports, on, proxy);
  }

  /// The same, through this proxy or not at all; null for none. It looks names up, and nobody
  /// connects to us but over the loopback or to an address of [EngineOptions#withBind]. With SOCKS5
  /// what goes over UDP goes through it as well, where it relays that, and in the DHT we only ask;
  /// with HTTP the DHT, uTP and trackers over UDP are off. Port mapping and calls on the local
  /// network are off with either.
  public ReachOptions withProxy(@Nullable Proxy through) {
    return new ReachOptions(encryption, dht, transports, mapPorts, through);
  }
}
