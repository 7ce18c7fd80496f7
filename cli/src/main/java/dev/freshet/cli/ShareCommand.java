package dev.freshet.cli;

import dev.freshet.cli.json.Json;
import dev.freshet.cli.screen.Swarm;
import dev.freshet.cli.screen.SwarmTable;
import dev.freshet.cli.screen.TorrentPage;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.registry.RegistryConfig;
import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineOptions;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.tracker.TrackerOptions;
import dev.freshet.tracker.TrackerServer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Hands a file or folder out: metainfo, tracker and seed in one.
@Command(
    name = "share",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Hand out a file or folder, until Ctrl-C: makes the metainfo, runs a tracker and a seed."
            + " Prints a magnet link and a link to the .torrent file. With --origin, a file that"
            + " lies on a web server: that is the seed then, and nothing is copied here.")
final class ShareCommand implements Callable<Integer> {
  private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1200);

  private static final IpAddress ANY = new IpAddress(0, 0);

  private final Shell outerShell;

  @Parameters(paramLabel = "PATH", arity = "0..1", description = "The file or folder.")
  private @Nullable Path path;

  @Option(
      names = "--origin",
      paramLabel = "URL",
      description =
          "Instead of PATH, a file on a web server that sends ranges, http or https. It is read"
              + " once; then peers fetch it from there and from each other.")
  private @Nullable String origin;

  @Option(
      names = "--port",
      paramLabel = "P",
      description =
          "The port of the tracker and of the .torrent link, HTTP and UDP; 0 for any that is free."
              + " By default 6969, or any if that is taken.")
  private @Nullable Integer port;

  @Option(
      names = "--peer-port",
      paramLabel = "P",
      description = "The port that peers reach the seed on; 0, the default, for any.")
  private int peerPort;

  @Mixin private HostOptions host = new HostOptions();
  @Mixin private UploadOption upload = new UploadOption();
  @Mixin private PeeringOptions peering = new PeeringOptions();
  @Mixin private SuperSeedOption superSeed = new SuperSeedOption();

  @Option(
      names = "--until-copies",
      paramLabel = "N",
      description = "End, with exit code 0, once N others have everything.")
  private @Nullable Integer untilCopies;

  @Mixin private CreateOptions options = new CreateOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  /// Where this machine was when the links were last made; empty where it began.
  private List<IpAddress> addresses = List.of();

  ShareCommand(Shell shell) {
    this.outerShell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Shell shell = output.shell(outerShell);
    TrackerHost where = host.where();
    if ((path == null) == (origin == null)) {
      throw Failure.usage("share wants a PATH or an --origin URL, one of the two.");
    }
    if (untilCopies != null && untilCopies < 1) {
      throw Failure.usage("--until-copies " + untilCopies + " waits for nobody; give 1 or more.");
    }
    int trackerPort = trackerPort();
    if (trackerPort != 0) {
      checkFree(where, trackerPort);
    }
    EngineOptions how = engineOptions(where);
    try (Engine engine = Engines.open(shell, how)) {
      Metainfo bare = made(shell, how);
      try (TrackerServer server = openTracker(where, bare)) {
        Watch watch = new Watch(shell.interrupt());
        Sharing sharing = new Sharing(engine, server, where, bare, torrentOptions(), watch);
        if (opened(shell, watch)) {
          report(shell, sharing);
          attend(shell, sharing, watch);
        }
      }
    }
    return ExitCode.DONE;
  }

  private EngineOptions engineOptions(TrackerHost where) throws Failure {
    EngineOptions options =
        peering.on(
            EngineOptions.defaults()
                .withPort(SwarmOptions.checkedPort("--peer-port", peerPort))
                .withBind(where.bind())
                .withLimits(new RateLimits(upload.bytesPerSecond(), RateLimits.UNLIMITED)));
    // who hands something out at an address that its links tell is reached there, proxy or not
    return options.reach().proxy() == null || !where.bind().isEmpty()
        ? options
        : options.withBind(List.of(ANY));
  }

  private Metainfo made(Shell shell, EngineOptions engine) throws Failure, InterruptedException {
    return origin == null
        ? Hashing.make(shell, given(), options.recipe())
        : Hashing.make(shell, engine, origin, options.recipe());
  }

  private Path given() {
    return Objects.requireNonNull(path, "path");
  }

  /// What was hashed a moment ago need not be checked again. Where a web server is the seed we have
  /// nothing to give but the metadata, which those need who come by the magnet link; and as a peer
  /// we see how far everyone is.
  private TorrentOptions torrentOptions() {
    if (origin != null) {
      String nothing = "freshet-origin-" + ProcessHandle.current().pid();
      Path folder = Path.of(System.getProperty("java.io.tmpdir"), nothing);
      return TorrentOptions.in(folder.toString())
          .withReadOnly(true)
          .withDiscovery(peering.discovery());
    }
    Path folder = given().toAbsolutePath().normalize().getParent();
    return TorrentOptions.in(String.valueOf(folder))
        .withReadOnly(true)
        .withTrusted(true)
        .withDiscovery(peering.discovery())
        .withSuperSeed(superSeed.on);
  }

  private int trackerPort() throws Failure {
    int number = port == null ? 0 : SwarmOptions.checkedPort("--port", port);
    if (number != 0 && number == peerPort) {
      throw Failure.usage(
          "--port and --peer-port cannot both be " + number + "; leave out --peer-port.");
    }
    return number;
  }

  /// Before hours of hashing, not after.
  private static void checkFree(TrackerHost where, int port) throws Failure {
    try {
      if (where.bind().isEmpty()) {
        bind(new InetSocketAddress(port));
      }
      for (IpAddress address : where.bind()) {
        bind(new InetSocketAddress(InetAddress.getByAddress(address.bytes()), port));
      }
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains(" in use")) {
        throw Engines.taken(port);
      }
      // who opens the port says what else is wrong with it
    }
  }

  private static void bind(InetSocketAddress at) throws IOException {
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(null)) {
      tcp.setReuseAddress(true);
      tcp.bind(at);
      udp.bind(at);
    }
  }

  private TrackerServer openTracker(TrackerHost where, Metainfo metainfo) throws Failure {
    RegistryConfig registry =
        RegistryConfig.defaults().withAllowed(metainfo.info().hashes().wire());
    TrackerOptions usual = TrackerOptions.defaults().withBind(where.bind()).withRegistry(registry);
    if (port != null) {
      return TrackerHost.open(usual.withPort(port));
    }
    try {
      return TrackerHost.open(usual.withPort(TrackerHost.USUAL_PORT));
    } catch (Failure taken) {
      return TrackerHost.open(usual.withPort(0));
    }
  }

  /// Waits until the data can be given, so that no link is told that leads to nothing; false if a
  /// signal came first.
  private static boolean opened(Shell shell, Watch watch) throws Failure, InterruptedException {
    while (!watch.complete() && !watch.incomplete()) {
      watch.check();
      if (shell.interrupt().await(FRAME_NANOS)) {
        return false;
      }
    }
    return true;
  }

  private void report(Shell shell, Sharing sharing) {
    if (output.json()) {
      Json links =
          TorrentPage.json(sharing.metainfo(), false)
              .put("event", "sharing")
              .put("magnet", sharing.magnet().toString())
              .put("torrent", sharing.torrentLink());
      shell.result(links);
    } else {
      shell.result(sharing.magnet().toString());
      shell.result(sharing.torrentLink());
      shell.message("On other machines: freshet get " + sharing.torrentLink());
    }
    if (sharing.onlyHere()) {
      shell.message("Only this machine can reach these links; give another --host or --bind.");
    }
  }

  private void attend(Shell shell, Sharing sharing, Watch watch)
      throws Failure, InterruptedException {
    Silence silence = new Silence(shell, watch);
    Doorstep doorstep = peering.doorstep(shell, watch, output.json());
    Swarm swarm = sharing.swarm();
    do {
      watch.check();
      doorstep.look();
      follow(shell, sharing, watch);
      if (origin == null) {
        silence.look(sharing.status(), System.nanoTime());
      }
      swarm = sharing.swarm();
      shell.screen().show(SwarmTable.lines(swarm, shell.screen().extent().rows() - 1));
    } while (!enough(swarm) && !shell.interrupt().await(FRAME_NANOS));
    if (enough(swarm)) {
      // statuses are up to a second old
      shell.interrupt().await(SETTLE_NANOS);
    }
    swarm = sharing.swarm();
    shell.screen().clear();
    if (output.json()) {
      shell.result(swarm.json().put("event", "shared"));
    } else {
      shell.message(SwarmTable.summary(swarm));
    }
  }

  /// If this machine has moved, the links lead elsewhere from now on.
  private void follow(Shell shell, Sharing sharing, Watch watch) throws Failure {
    List<IpAddress> now = watch.addresses();
    if (!now.equals(addresses)) {
      addresses = now;
      if (sharing.moved(host.where())) {
        shell.message("The links from before lead to where it was; from now on these do:");
        report(shell, sharing);
      }
    }
  }

  private boolean enough(Swarm swarm) {
    return untilCopies != null && swarm.complete() >= untilCopies;
  }
}
