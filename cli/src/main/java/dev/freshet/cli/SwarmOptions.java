package dev.freshet.cli;

import dev.freshet.cli.unit.Rate;
import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.api.Discovery;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.Transports;
import dev.freshet.engine.EngineOptions;
import dev.freshet.protocol.Endpoint;
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
      names = "--no-dht",
      description = "Stay out of the DHT: find peers by trackers and --peer alone.")
  private boolean noDht;

  @Option(
      names = "--dht-bootstrap",
      paramLabel = "HOST:PORT",
      description =
          "A node to begin at in the DHT, instead of the public routers. May be given several"
              + " times.")
  private List<HostPort> dhtBootstrap = new ArrayList<>();

  @Option(
      names = "--no-pex",
      description = "Neither tell peers of other peers nor listen to what they tell.")
  private boolean noPex;

  @Option(
      names = "--no-lsd",
      description = "Neither call out on the local network nor listen to who calls there.")
  private boolean noLsd;

  @Option(
      names = "--no-port-mapping",
      description =
          "Do not ask the gateway of the local network (PCP, NAT-PMP, UPnP) to let others through.")
  private boolean noPortMapping;

  @Option(
      names = "--encryption",
      paramLabel = "MODE",
      description =
          "When connections are encrypted, so that filters do not see what they are: off; allowed,"
              + " the default: where the peer wants it; preferred: wherever the peer can; required:"
              + " always.")
  private Encryption encryption = Encryption.ALLOWED;

  @Option(
      names = "--transport",
      paramLabel = "KIND",
      description =
          "How connections are carried, those of others too: tcp; utp, which gives way to"
              + " everything else on the line; both, the default: called by TCP first, and by uTP"
              + " where that is not answered.")
  private Transports transports = Transports.BOTH;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description =
          "Write all that comes in to this file, up to 1 GiB, so that a fault can be played again.")
  private @Nullable Path recording;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more: why the gateway lets nobody through, too.")
  private boolean verbose;

  /// The folder of the data.
  Path directory() {
    return directory;
  }

  /// How the engine is to be opened.
  EngineOptions engineOptions() throws Failure {
    return EngineOptions.defaults()
        .withPort(checkedPort("--port", port))
        .withBind(bind.addresses())
        .withEncryption(encryption)
        .withTransports(transports)
        .withLimits(new RateLimits(upload.bytesPerSecond(), maxDown.bytesPerSecond()))
        .withDht(dht())
        .withMapPorts(!noPortMapping)
        .withRecording(recording);
  }

  private DhtOptions dht() {
    if (noDht) {
      return DhtOptions.OFF;
    }
    return dhtBootstrap.isEmpty()
        ? DhtOptions.mainline()
        : DhtOptions.beginningAt(
            dhtBootstrap.stream()
                .map(node -> new DhtOptions.Router(node.host(), node.port()))
                .toList());
  }

  /// Who says how we are reached.
  Doorstep doorstep(Shell shell, Watch watch, boolean json) {
    return new Doorstep(shell, watch, json, verbose);
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
    List<Endpoint> endpoints = new ArrayList<>();
    for (HostPort peer : peers) {
      endpoints.add(peer.resolve());
    }
    return TorrentOptions.in(directory.toAbsolutePath().normalize().toString())
        .withPeers(endpoints)
        .withExtraTrackers(trackers)
        .withDiscovery(new Discovery(!noPex, !noLsd));
  }
}
