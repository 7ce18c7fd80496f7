package dev.freshet.tracker;

import dev.freshet.core.registry.PeerView;
import dev.freshet.core.registry.RegistryTotals;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.announce.SwarmCounts;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A tracker that runs: HTTP and UDP on one port number, over IPv4 and IPv6, for one registry.
/// Everything here may be called from any thread.
public final class TrackerServer implements AutoCloseable {
  private static final int PORT_TRIES = 32;
  private static final int KEY_BYTES = 32;

  private final SharedRegistry registry;
  private final Torrents torrents = new Torrents();
  private final HttpServer http;
  private final List<UdpSocket> udp = new ArrayList<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("tracker-sweep").daemon().factory());
  private int port;

  private TrackerServer(TrackerOptions options) {
    registry = new SharedRegistry(options.registry());
    http = new HttpServer(new HttpDesk(registry, torrents));
  }

  /// Binds and serves.
  ///
  /// @throws IOException if a port or address cannot be had; the message is one clause for people
  public static TrackerServer open(TrackerOptions options) throws IOException {
    IOException last = new BindException("no port is free for both HTTP and UDP");
    for (int i = 0; i < (options.port() == 0 ? PORT_TRIES : 1); i++) {
      TrackerServer server = new TrackerServer(options);
      try {
        server.bind(options);
        server.start();
        return server;
      } catch (BindException e) {
        server.close();
        last = e;
      } catch (IOException | RuntimeException e) {
        server.close();
        throw e;
      }
    }
    throw last;
  }

  /// The port, HTTP and UDP.
  public int port() {
    return port;
  }

  /// Serves a .torrent file beside the tracker and lists it on the front page.
  ///
  /// @return the path of its URL, `/` and the name made fit for URLs, with a number if another file
  ///   has that one, ending in `.torrent`
  public String serve(String name, byte[] torrent) {
    return torrents.add(name, torrent);
  }

  /// How large a swarm is.
  public SwarmCounts count(Hash infoHash) {
    return registry.scrape(List.of(infoHash)).getFirst();
  }

  /// The peers of a swarm as they last announced themselves.
  public List<PeerView> peers(Hash infoHash) {
    return registry.peers(infoHash);
  }

  /// Who of a swarm has finished while the tracker knew it, in that order, also those that have
  /// left; of all swarms together the last 10,000. Who came with everything is not among them.
  public List<Endpoint> finished(Hash infoHash) {
    return registry.finished(infoHash);
  }

  /// Everything in numbers.
  public RegistryTotals totals() {
    return registry.totals();
  }

  private void bind(TrackerOptions options) throws IOException {
    port = options.port();
    for (InetAddress address : addresses(options)) {
      try {
        port = http.bind(new InetSocketAddress(address, port));
      } catch (IOException e) {
        throw refused("HTTP", address, e);
      }
      try {
        udp.add(new UdpSocket(new InetSocketAddress(address, port)));
      } catch (IOException e) {
        throw refused("UDP", address, e);
      }
    }
  }

  private IOException refused(String protocol, InetAddress address, IOException e) {
    Throwable cause = e.getCause() instanceof IOException inner ? inner : e;
    String where = address.isAnyLocalAddress() ? "" : " of " + address.getHostAddress();
    String text = protocol + " port " + port + where + ": " + cause.getMessage();
    IOException told =
        cause instanceof BindException ? new BindException(text) : new IOException(text);
    told.initCause(e);
    return told;
  }

  private static List<InetAddress> addresses(TrackerOptions options) throws IOException {
    if (options.bind().isEmpty()) {
      return List.of(new InetSocketAddress(0).getAddress());
    }
    List<InetAddress> all = new ArrayList<>();
    for (IpAddress address : options.bind()) {
      all.add(InetAddress.getByAddress(address.bytes()));
    }
    return all;
  }

  private void start() throws IOException {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    udp.forEach(socket -> socket.start(new UdpDesk(registry, new ConnectionIds(key))));
    http.start();
    var _ = sweeper.scheduleWithFixedDelay(registry::sweep, 1, 1, TimeUnit.SECONDS);
    var _ = sweeper.scheduleWithFixedDelay(http::showOut, 1, 1, TimeUnit.SECONDS);
  }

  /// Closes all sockets; clients see silence.
  @Override
  public void close() {
    sweeper.shutdownNow();
    http.close();
    for (UdpSocket socket : udp) {
      try {
        socket.close();
      } catch (IOException e) {
        // a socket that does not close has nothing left to lose
      }
    }
  }
}
