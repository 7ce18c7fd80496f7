package dev.freshet.lab;

import dev.freshet.core.api.Discovery;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.registry.RegistryConfig;
import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.Torrent;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.tracker.TrackerOptions;
import dev.freshet.tracker.TrackerServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One engine for the origin and one for each peer, each with its own port, folder and journal, and
/// a tracker by which they find one another: what `share` and `get` would be on as many machines.
/// Peers that have everything stay and give until the last one has.
public final class PeerToPeerRun implements Run {
  private static final IpAddress LOOPBACK = IpAddress.v4(0x7f000001);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long POLL_MILLIS = 20;

  /// Statuses are up to a second old.
  private static final long SETTLE_MILLIS = 1200;

  private static final int SPARE_CONNECTIONS = 32;
  private static final int WRITE_BUDGET = 4 << 20;

  /// Nobody else's peers belong to the experiment.
  private static final Discovery AMONG_US = new Discovery(true, false);

  private final Trial trial;
  private final Stopwatch watch;
  private final TrackerServer tracker;
  private final Metainfo metainfo;
  private final List<Engine> engines = new ArrayList<>();
  private final List<Torrent> torrents = new ArrayList<>();
  private final AtomicReference<@Nullable LabException> failure = new AtomicReference<>();
  private @Nullable Torrent origin;

  private PeerToPeerRun(Trial trial) throws IOException {
    this.trial = trial;
    watch = new Stopwatch(trial.peers().size());
    tracker =
        TrackerServer.open(
            TrackerOptions.defaults()
                .withBind(List.of(LOOPBACK))
                .withPort(0)
                .withRegistry(
                    RegistryConfig.defaults()
                        .withAllowed(trial.metainfo().info().hashes().wire())));
    metainfo = told(trial.metainfo(), tracker.port());
  }

  /// With the tracker's URLs in one tier, for both lead to the same place.
  private static Metainfo told(Metainfo bare, int port) {
    String place = "127.0.0.1:" + port + "/announce";
    return new Metainfo(
        bare.info(),
        bare.layers(),
        List.of(List.of("http://" + place, "udp://" + place)),
        List.of(),
        List.of(),
        bare.comment(),
        bare.createdBy(),
        bare.creationSeconds());
  }

  /// Opens tracker and engines, and has the origin announce itself.
  public static PeerToPeerRun prepare(Trial trial) throws LabException, InterruptedException {
    PeerToPeerRun run = null;
    try {
      run = new PeerToPeerRun(trial);
      run.open();
      return run;
    } catch (IOException e) {
      close(run);
      throw new LabException("the engines: " + e.getMessage(), e);
    } catch (LabException | InterruptedException e) {
      close(run);
      throw e;
    }
  }

  private static void close(@Nullable PeerToPeerRun run) {
    if (run != null) {
      run.close();
    }
  }

  private void open() throws IOException, LabException, InterruptedException {
    Engine first = engine(trial.origin(), trial.folder().resolve("origin"));
    for (int i = 0; i < trial.peers().size(); i++) {
      engine(trial.peers().get(i), trial.folder(i));
    }
    Path folder = trial.file().toAbsolutePath().normalize().getParent();
    // as `share` does: what was hashed a moment ago need not be checked again
    origin =
        first.add(
            metainfo,
            TorrentOptions.in(String.valueOf(folder))
                .withReadOnly(true)
                .withTrusted(true)
                .withSuperSeed(true)
                .withDiscovery(AMONG_US));
    follow(first, origin, "the origin");
    awaitOrigin();
  }

  private Engine engine(Link link, Path folder) throws IOException {
    Engine engine =
        Engine.open(
            EngineOptions.defaults()
                .withBind(List.of(LOOPBACK))
                .withLimits(link.shut())
                .withStateDirectory(folder.resolve("state"))
                .withMaxConnections(trial.peers().size() + SPARE_CONNECTIONS)
                .withDiskThreads(1)
                .withWriteBudgetBytes(WRITE_BUDGET)
                .withCloseTimeout(CLOSE_TIMEOUT));
    engines.add(engine);
    return engine;
  }

  private void awaitOrigin() throws LabException, InterruptedException {
    long begin = System.nanoTime();
    List<Hash> hashes = metainfo.info().hashes().wire();
    while (hashes.stream().anyMatch(hash -> tracker.count(hash).seeds() == 0)) {
      check();
      if (System.nanoTime() - begin > READY_NANOS) {
        throw new LabException("the origin has not reached the tracker in ten seconds");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  @Override
  public void start() {
    watch.start(trial.headStartNanos());
    engines.getFirst().limit(trial.origin().limits());
    for (int i = 0; i < trial.peers().size(); i++) {
      int peer = i;
      Engine engine = engines.get(peer + 1);
      engine.limit(trial.peers().get(peer).limits());
      Torrent torrent =
          engine.add(
              metainfo, TorrentOptions.in(trial.folder(peer).toString()).withDiscovery(AMONG_US));
      torrents.add(torrent);
      var _ = torrent.completion().thenRun(() -> watch.finish(peer));
      follow(engine, torrent, "peer " + (peer + 1));
    }
  }

  private void follow(Engine engine, Torrent torrent, String who) {
    var _ =
        torrent.listen(event -> {
          if (event instanceof Event.DiskTrouble trouble) {
            failure.compareAndSet(null, new LabException(who + ": " + trouble.message()));
          }
        });
    var _ =
        engine
            .ended()
            .exceptionally(fault -> {
              failure.compareAndSet(null, new LabException("the engine of " + who, fault));
              return null;
            });
  }

  @Override
  public List<PeerProgress> peers() {
    List<PeerProgress> all = new ArrayList<>();
    for (int i = 0; i < torrents.size(); i++) {
      TorrentStatus status = torrents.get(i).status();
      double seconds = watch.seconds(i);
      long have = seconds >= 0 ? trial.size() : status.verified();
      all.add(new PeerProgress(have, status.downRate(), status.upRate(), seconds));
    }
    return all;
  }

  @Override
  public double seconds() {
    return watch.seconds();
  }

  @Override
  public boolean done() throws LabException {
    check();
    return watch.done();
  }

  private void check() throws LabException {
    LabException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  public Measured measured() throws LabException, InterruptedException {
    Thread.sleep(SETTLE_MILLIS);
    Torrent first = origin;
    long sent = first == null ? 0 : first.status().uploaded();
    for (int i = 0; i < torrents.size(); i++) {
      verify(trial.folder(i).resolve(trial.metainfo().info().name()));
    }
    return watch.measured(sent);
  }

  private void verify(Path copy) throws LabException {
    try {
      if (!Arrays.equals(Sha256.of(copy), trial.sha256())) {
        throw new LabException("the copy " + copy + " is not what the origin has");
      }
    } catch (IOException e) {
      throw new LabException("the copy " + copy + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    CompletableFuture.allOf(
            engines.stream()
                .map(
                    engine -> CompletableFuture.runAsync(engine::close, Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    tracker.close();
  }
}
