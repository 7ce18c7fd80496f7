package dev.freshet.core.node;

import dev.freshet.core.api.Datagrams;
import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.Transports;

/// How a node as a whole behaves.
///
/// @param listenPort the TCP port that peers reach us on, 0 if we do not listen
/// @param limits for all torrents together
/// @param maxConnections most connections at once, half-open ones included; a quarter of them at
///   most with peers that have not said yet what they want
/// @param maxConnectionsPerTorrent most connections of one torrent
/// @param maxHalfOpen most connections being opened at once
/// @param uploadSlots how many interested peers are unchoked by rank in a torrent, the optimistic
///   one not counted
/// @param maxWriteBytes most payload waiting for the disk; beyond it nothing more is read
/// @param encryption when connections are encrypted
/// @param dht how to take part in the DHT
/// @param udpPort the UDP port that its nodes reach us on; 0 if it is not to be told
/// @param transports how connections may be carried
/// @param mapPorts whether the gateway is asked to let others through to our ports
/// @param watchAddresses whether to look now and then at which addresses this machine is, and to
///   tell trackers and peers when it has moved
/// @param datagrams how what goes over UDP leaves us, as where a proxy has to carry everything. If
///   not directly, there is no port mapping, and the DHT is off or read-only; with none there is no
///   uTP and no DHT
public record NodeOptions(
    int listenPort,
    RateLimits limits,
    int maxConnections,
    int maxConnectionsPerTorrent,
    int maxHalfOpen,
    int uploadSlots,
    int maxWriteBytes,
    Encryption encryption,
    DhtOptions dht,
    int udpPort,
    Transports transports,
    boolean mapPorts,
    boolean watchAddresses,
    Datagrams datagrams) {
  public NodeOptions {
    if (listenPort < 0
        || listenPort > 0xffff
        || udpPort < 0
        || udpPort > 0xffff
        || maxConnections < 1
        || maxConnectionsPerTorrent < 1
        || maxHalfOpen < 1
        || uploadSlots < 1
        || maxWriteBytes < 1
        || (datagrams != Datagrams.DIRECT && (mapPorts || (dht.on() && !dht.readOnly())))
        || (datagrams == Datagrams.NONE && (transports.utp() || dht.on()))) {
      throw new IllegalArgumentException(
          "listen port %d, connections %d, per torrent %d, half-open %d, slots %d, write bytes %d"
              .formatted(
                  listenPort,
                  maxConnections,
                  maxConnectionsPerTorrent,
                  maxHalfOpen,
                  uploadSlots,
                  maxWriteBytes));
    }
  }

  /// Outside the DHT, over TCP.
  public NodeOptions(
      int listenPort,
      RateLimits limits,
      int maxConnections,
      int maxConnectionsPerTorrent,
      int maxHalfOpen,
      int uploadSlots,
      int maxWriteBytes,
      Encryption encryption) {
    this(
        listenPort,
        limits,
        maxConnections,
        maxConnectionsPerTorrent,
        maxHalfOpen,
        uploadSlots,
        maxWriteBytes,
        encryption,
        DhtOptions.OFF,
        0,
        Transports.TCP,
        false,
        false,
        Datagrams.DIRECT);
  }

  /// The usual: no limits of rate, 500 connections, 80 a torrent, 32 half-open, 4 slots, 32 MiB,
  /// encryption allowed; over TCP, outside the DHT.
  public static NodeOptions defaults() {
    return new NodeOptions(0, RateLimits.NONE, 500, 80, 32, 4, 32 << 20, Encryption.ALLOWED);
  }

  /// The same, listening on this port.
  public NodeOptions withListenPort(int port) {
    Draft draft = new Draft(this);
    draft.listenPort = port;
    return draft.options();
  }

  /// The same with these limits.
  public NodeOptions withLimits(RateLimits newLimits) {
    Draft draft = new Draft(this);
    draft.limits = newLimits;
    return draft.options();
  }

  /// The same with so many connections of one torrent at most.
  public NodeOptions withConnectionsPerTorrent(int most) {
    Draft draft = new Draft(this);
    draft.maxConnectionsPerTorrent = most;
    return draft.options();
  }

  /// The same, with connections encrypted like this.
  public NodeOptions withEncryption(Encryption mode) {
    Draft draft = new Draft(this);
    draft.encryption = mode;
    return draft.options();
  }

  /// The same in the DHT, reached on this UDP port.
  public NodeOptions withDht(DhtOptions options, int port) {
    Draft draft = new Draft(this);
    draft.dht = options;
    draft.udpPort = port;
    return draft.options();
  }

  /// The same, with connections carried like this.
  public NodeOptions withTransports(Transports which) {
    Draft draft = new Draft(this);
    draft.transports = which;
    return draft.options();
  }

  /// The same, having the gateway let others through, or not.
  public NodeOptions withMapPorts(boolean on) {
    Draft draft = new Draft(this);
    draft.mapPorts = on;
    return draft.options();
  }

  /// The same, watching at which addresses this machine is, or not.
  public NodeOptions withWatchAddresses(boolean on) {
    Draft draft = new Draft(this);
    draft.watchAddresses = on;
    return draft.options();
  }

  /// The same, with what goes over UDP leaving us like this, and without what then cannot be.
  public NodeOptions withDatagrams(Datagrams way) {
    Draft draft = new Draft(this);
    draft.datagrams = way;
    if (way != Datagrams.DIRECT) {
      draft.dht = dht.withReadOnly(true);
      draft.udpPort = 0;
      draft.mapPorts = false;
    }
    if (way == Datagrams.NONE) {
      draft.dht = DhtOptions.OFF;
      draft.transports = Transports.TCP;
    }
    return draft.options();
  }

  /// A copy to be changed, so that what stays the same is written down once.
  private static final class Draft {
    int listenPort;
    RateLimits limits;
    int maxConnections;
    int maxConnectionsPerTorrent;
    int maxHalfOpen;
    int uploadSlots;
    int maxWriteBytes;
    Encryption encryption;
    DhtOptions dht;
    int udpPort;
    Transports transports;
    boolean mapPorts;
    boolean watchAddresses;
    Datagrams datagrams;

    Draft(NodeOptions from) {
      listenPort = from.listenPort;
      limits = from.limits;
      maxConnections = from.maxConnections;
      maxConnectionsPerTorrent = from.maxConnectionsPerTorrent;
      maxHalfOpen = from.maxHalfOpen;
      uploadSlots = from.uploadSlots;
      maxWriteBytes = from.maxWriteBytes;
      encryption = from.encryption;
      dht = from.dht;
      udpPort = from.udpPort;
      transports = from.transports;
      mapPorts = from.mapPorts;
      watchAddresses = from.watchAddresses;
      datagrams = from.datagrams;
    }

    NodeOptions options() {
      return new NodeOptions(
          listenPort,
          limits,
          maxConnections,
          maxConnectionsPerTorrent,
          maxHalfOpen,
          uploadSlots,
          maxWriteBytes,
          encryption,
          dht,
          udpPort,
          transports,
          mapPorts,
          watchAddresses,
          datagrams);
    }
  }
}
