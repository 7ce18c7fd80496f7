package dev.freshet.cli;

import dev.freshet.cli.unit.Rate;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.engine.EngineOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How to take part in a swarm: what `get` and `seed` share.
@SuppressWarnings("UnusedVariable") // the options that change nothing yet
final class SwarmOptions {
  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description = "The folder that the data is in or goes to; the current one by default.")
  private Path directory = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "The port that peers reach us on; 0, the default, for any that is free.")
  private int port;

  @Mixin private BindOption bind = new BindOption();

  @Option(
      names = "--peer",
      paramLabel = "HOST:PORT",
      description = "A peer to try at once. May be given several times.")
  private List<HostPort> peers = new ArrayList<>();

  @Option(
      names = "--tracker",
      paramLabel = "URL",
      description = "A tracker to ask beside those of the torrent. May be given several times.")
  private List<String> trackers = new ArrayList<>();

  @Mixin private UploadOption upload = new UploadOption();

  @Option(
      names = "--max-down",
      paramLabel = "RATE",
      description = "Receive at most this fast; 0 for no limit.")
  private Rate maxDown = new Rate(RateLimits.UNLIMITED);

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description =
          "Write all that comes in to this file, up to 1 GiB, so that a fault can be played again.")
  private @Nullable Path recording;

  @Mixin private PeeringOptions peering = new PeeringOptions();

  /// The folder of the data.
  Path directory() {
    return directory;
  }

  /// How the engine is to be opened.
  EngineOptions engineOptions() throws Failure {
    EngineOptions options =
        EngineOptions.defaults()
            .withPort(checkedPort("--port", port))
            .withBind(bind.addresses())
            .withLimits(new RateLimits(upload.bytesPerSecond(), maxDown.bytesPerSecond()));
    return peering.on(options).withRecording(recording);
  }

  /// How peers are found and spoken to.
  PeeringOptions peering() {
    return peering;
  }

  /// `number` if it is a port or 0.
  static int checkedPort(String option, int number) throws Failure {
    if (number < 0 || number > 0xffff) {
      throw Failure.usage(option + " " + number + " is not a port; give 0 to 65535.");
    }
    return number;
  }

  /// How to treat the torrent; looks up the names of peers.
  TorrentOptions torrentOptions() throws Failure {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw Failure.of(directory + " is no folder; choose another --dir.");
    }
    List<Endpoint> endpoints = new ArrayList<>();
    for (HostPort peer : peers) {
      endpoints.add(resolved(peer));
    }
    return TorrentOptions.in(directory.toAbsolutePath().normalize().toString())
        .withPeers(endpoints)
        .withExtraTrackers(Urls.trackers(trackers))
        .withDiscovery(peering.discovery());
  }

  private static Endpoint resolved(HostPort peer) throws Failure {
    try {
      IpAddress ip = IpAddress.of(InetAddress.getByName(peer.host()).getAddress());
      return new Endpoint(ip, peer.port());
    } catch (UnknownHostException e) {
      throw Failure.of(
          "the host " + peer.host() + " is not known; check its name or give its address.");
    }
  }
}
