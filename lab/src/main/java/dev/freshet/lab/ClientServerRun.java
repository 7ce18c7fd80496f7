package dev.freshet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The baseline: an HTTP server whose uplink is shared by all clients, each fetching the whole
/// file.
public final class ClientServerRun implements Run {
  private final Trial trial;
  private final HttpOrigin origin;
  private final List<HttpPeer> peers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Stopwatch watch;
  private final Meters meters;
  private final AtomicReference<@Nullable LabException> failure = new AtomicReference<>();

  private ClientServerRun(Trial trial) throws IOException {
    this.trial = trial;
    watch = new Stopwatch(trial.peers().size());
    meters = new Meters(trial.peers().size());
    for (int i = 0; i < trial.peers().size(); i++) {
      Files.createDirectories(trial.folder(i));
      Lane downlink = new Lane(trial.peers().get(i).downBytesPerSecond());
      peers.add(new HttpPeer(trial.folder(i).resolve("client-server"), downlink));
    }
    origin =
        new HttpOrigin(
            trial.file(),
            trial.size(),
            new Lane(trial.origin().upBytesPerSecond()),
            trial.peers().size());
  }

  /// Makes server and clients ready: each client has had an answer.
  public static ClientServerRun prepare(Trial trial) throws LabException, InterruptedException {
    ClientServerRun run = null;
    try {
      run = new ClientServerRun(trial);
      for (HttpPeer peer : run.peers) {
        peer.greet(run.origin.at(HttpOrigin.NOTHING));
      }
      return run;
    } catch (IOException e) {
      close(run);
      throw new LabException("the HTTP server and its clients: " + e.getMessage(), e);
    } catch (LabException | InterruptedException e) {
      close(run);
      throw e;
    }
  }

  private static void close(@Nullable ClientServerRun run) {
    if (run != null) {
      run.close();
    }
  }

  @Override
  public void start() {
    for (int i = 0; i < peers.size(); i++) {
      int peer = i;
      threads.add(Thread.ofVirtual().unstarted(() -> fetch(peer)));
    }
    watch.start(0);
    threads.forEach(Thread::start);
  }

  private void fetch(int peer) {
    try {
      peers.get(peer).fetch(origin.at(HttpOrigin.FILE), trial.sha256());
      watch.finish(peer);
    } catch (LabException e) {
      failure.compareAndSet(null, e);
    } catch (IOException e) {
      String clause = "HTTP client " + (peer + 1) + ": " + e.getMessage();
      failure.compareAndSet(null, new LabException(clause, e));
    } catch (InterruptedException e) {
      failure.compareAndSet(null, new LabException("the run was ended", e));
    }
  }

  @Override
  public List<PeerProgress> peers() {
    List<PeerProgress> all = new ArrayList<>();
    for (int i = 0; i < peers.size(); i++) {
      long have = peers.get(i).have();
      double now = watch.seconds();
      all.add(
          new PeerProgress(have, meters.rate(i, have, now), PeerProgress.SILENT, watch.seconds(i)));
    }
    return all;
  }

  @Override
  public double seconds() {
    return watch.seconds();
  }

  @Override
  public boolean done() throws LabException {
    LabException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return watch.done();
  }

  @Override
  public Measured measured() {
    return watch.measured(origin.sent());
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    peers.forEach(HttpPeer::close);
    origin.close();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
