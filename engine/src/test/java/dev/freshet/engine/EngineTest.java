package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.FileSelection;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.net.NetLoop;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Metainfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine round a scripted mind; with the real one see `TransferTest`.
final class EngineTest {
  private static final TorrentOptions HERE = TorrentOptions.in("downloads");

  private final Script script = new Script();
  private final AtomicInteger diskClosed = new AtomicInteger();

  private Engine open(Duration closeTimeout) throws IOException {
    EngineOptions options =
        EngineOptions.defaults()
            .withStateDirectory(Path.of("unused"))
            .withCloseTimeout(closeTimeout);
    NetLoop net = NetLoop.open(Engine.netOptions(options));
    return new Engine(options, net, script, answers -> new Script.Disk(answers, diskClosed))
        .start();
  }

  private Engine open() throws IOException {
    return open(Duration.ofSeconds(10));
  }

  private static Magnet magnet(int n) {
    InfoHashes hashes = new InfoHashes(Hash.parseHex("%040x".formatted(n)), null);
    return new Magnet(
        hashes, "m" + n, 0, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  private static EngineException.Code codeOf(CompletableFuture<?> future) {
    try {
      throw new AssertionError("came true: " + await(future));
    } catch (CompletionException e) {
      if (e.getCause() instanceof EngineException reason) {
        return reason.code();
      }
      throw e;
    }
  }

  @Test
  void commandsReachTheMindInOrder() throws IOException {
    try (Engine engine = open()) {
      Torrent torrent = engine.add(magnet(1), HERE);
      torrent.pause();
      torrent.resume();
      torrent.recheck();
      torrent.addPeers(List.of());
      torrent.addTracker("http://tracker.example/announce");
      assertThat(engine.torrents()).containsExactly(torrent);
    }
    assertThat(script.seen.stream().map(input -> input.toString().replaceAll("[\\[\\]=]", " ")))
        .satisfiesExactly(
            s -> assertThat(s).contains("AddMagnet"),
            s -> assertThat(s).contains("Pause"),
            s -> assertThat(s).contains("Resume"),
            s -> assertThat(s).contains("Recheck"),
            s -> assertThat(s).contains("AddPeers"),
            s -> assertThat(s).contains("AddTracker"),
            s -> assertThat(s).contains("Stop"));
    assertThat(diskClosed).hasValue(1);
  }

  @Test
  void theFirstStatusKnowsWhatIsWanted(@TempDir Path folder) throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.write(data.resolve("a"), new byte[50_000]);
    Files.write(data.resolve("b"), new byte[70_000]);
    Metainfo metainfo = TorrentMaker.make(data, TorrentRecipe.defaults(), (_, _) -> true);
    try (Engine engine = open()) {
      TorrentOptions some = HERE.withFiles(FileSelection.parse(List.of("2")));
      assertThat(engine.add(metainfo, some).status().length()).isEqualTo(70_000);
    }
  }

  @Test
  void aTorrentHasAStatusFromTheBeginning() throws IOException {
    try (Engine engine = open()) {
      TorrentStatus status = engine.add(magnet(1), HERE).status();
      assertThat(status.name()).isEqualTo("m1");
      assertThat(status.phase()).isEqualTo(Phase.FETCHING_METADATA);
      assertThat(engine.add(magnet(2), HERE.withPaused(true)).status().phase())
          .isEqualTo(Phase.PAUSED);
    }
  }

  @Test
  void theSameTorrentTwiceIsRefusedUntilItIsRemoved() throws IOException {
    script.answers.put(
        Command.Remove.class,
        (command, outbox) -> {
          if (command instanceof Command.Remove(int torrent, _)) {
            Script.tell(outbox, new Event.Removed(torrent));
          }
        });
    try (Engine engine = open()) {
      Torrent torrent = engine.add(magnet(1), HERE);
      assertThatThrownBy(() -> engine.add(magnet(1), HERE))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> assertThat(e.code()).isEqualTo(EngineException.Code.DUPLICATE))
          .hasMessageStartingWith("the torrent is here already: m1");
      CompletableFuture<TorrentStatus> never = torrent.completion();
      await(torrent.remove(false));
      await(torrent.remove(true));
      assertThat(codeOf(never)).isEqualTo(EngineException.Code.REMOVED);
      assertThat(engine.add(magnet(1), HERE)).isNotSameAs(torrent);
    }
  }

  @Test
  void completionComesTrueOffTheLoopAndOffTheListenersThread() throws IOException {
    script.answers.put(
        Command.Recheck.class, (_, outbox) -> Script.tell(outbox, new Event.Completed(0)));
    CountDownLatch blocked = new CountDownLatch(1);
    try (Engine engine = open()) {
      engine.listen(_ -> awaitLatch(blocked));
      Torrent torrent = engine.add(magnet(1), HERE);
      CompletableFuture<String> thread =
          torrent.completion().thenApply(_ -> Thread.currentThread().getName());
      torrent.recheck();
      assertThat(await(thread)).doesNotStartWith("freshet");
      assertThat(torrent.completion()).isDone();
      blocked.countDown();
    }
  }

  /// Where some files are wanted, not every piece is here.
  @Test
  void completionTellsTheStatusThatWentBefore() throws IOException {
    script.answers.put(
        Command.Recheck.class,
        (_, outbox) -> {
          Script.tell(outbox, new Event.StatusChanged(0, Standing.first(magnet(5), HERE)));
          Script.tell(outbox, new Event.Completed(0));
        });
    try (Engine engine = open()) {
      Torrent torrent = engine.add(magnet(1), HERE);
      torrent.recheck();
      assertThat(await(torrent.completion())).isEqualTo(Standing.first(magnet(5), HERE));
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void listenersHearInOrderAndStatusIsConflated() throws IOException {
    int pieces = 1000;
    script.answers.put(
        Command.Recheck.class,
        (_, outbox) -> {
          for (int i = 0; i < pieces; i++) {
            Script.tell(outbox, new Event.PieceCompleted(0, i));
            Script.tell(outbox, new Event.StatusChanged(0, Standing.first(magnet(i), HERE)));
          }
          Script.tell(outbox, new Event.Completed(0));
        });
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    List<Event> heard = new ArrayList<>();
    try (Engine engine = open()) {
      Torrent torrent = engine.add(magnet(1), HERE);
      Torrent other = engine.add(magnet(2), HERE);
      ConcurrentLinkedQueue<Event> foreign = new ConcurrentLinkedQueue<>();
      other.listen(foreign::add);
      torrent.listen(event -> {
        awaitLatch(go);
        heard.add(event);
        if (event instanceof Event.Completed) {
          done.countDown();
        }
      });
      torrent.recheck();
      await(torrent.completion());
      go.countDown();
      awaitLatch(done);
      assertThat(foreign).isEmpty();
      assertThat(torrent.status().name()).isEqualTo("m" + (pieces - 1));
    }
    assertThat(heard.stream().filter(Event.PieceCompleted.class::isInstance))
        .extracting(event -> ((Event.PieceCompleted) event).piece())
        .hasSize(pieces)
        .isSorted();
    assertThat(heard.stream().filter(Event.StatusChanged.class::isInstance))
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void newsIsDroppedWhenListenersFallBehindTurnsOfTheCourseAreNot() throws IOException {
    script.answers.put(
        Command.Recheck.class,
        (_, outbox) -> {
          for (int i = 0; i < 2 * Delivery.MAX_WAITING; i++) {
            Script.tell(outbox, new Event.PieceCompleted(0, i));
          }
          Script.tell(outbox, new Event.Completed(0));
        });
    CountDownLatch go = new CountDownLatch(1);
    ConcurrentLinkedQueue<Event> heard = new ConcurrentLinkedQueue<>();
    try (Engine engine = open()) {
      engine.listen(event -> {
        awaitLatch(go);
        heard.add(event);
      });
      Torrent torrent = engine.add(magnet(1), HERE);
      torrent.recheck();
      await(torrent.completion());
      go.countDown();
    }
    assertThat(heard).hasSizeBetween(Delivery.MAX_WAITING, Delivery.MAX_WAITING + 3);
    assertThat(heard).contains(new Event.Completed(0), new Event.NodeStopped());
  }

  @Test
  void aListenerThatFailsDisturbsNobodyAndOneThatLeftHearsNothing() throws IOException {
    ConcurrentLinkedQueue<Event> heard = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Event> gone = new ConcurrentLinkedQueue<>();
    try (Engine engine = open()) {
      engine.listen(event -> {
        throw new IllegalStateException("as the test wants at " + event);
      });
      engine.listen(gone::add).close();
      engine.listen(heard::add);
    }
    assertThat(heard).containsExactly(new Event.NodeStopped());
    assertThat(gone).isEmpty();
  }

  @Test
  void aListenerMayCloseTheEngine() throws IOException {
    script.answers.put(
        Command.Recheck.class, (_, outbox) -> Script.tell(outbox, new Event.Completed(0)));
    Engine engine = open();
    engine.listen(_ -> engine.close());
    engine.add(magnet(1), HERE).recheck();
    await(engine.ended());
  }

  @Test
  void theTickComesWhenTheMindWantsIt() throws IOException {
    script.tickNanos = TimeUnit.MILLISECONDS.toNanos(1);
    CountDownLatch enough = new CountDownLatch(1);
    Mind counting =
        (now, input, outbox) -> {
          long deadline = script.step(now, input, outbox);
          if (script.ticks.get() == 20) {
            enough.countDown();
          }
          return deadline;
        };
    EngineOptions options = EngineOptions.defaults();
    NetLoop net = NetLoop.open(Engine.netOptions(options));
    try (Engine _ =
        new Engine(options, net, counting, answers -> new Script.Disk(answers, diskClosed))
            .start()) {
      awaitLatch(enough);
    }
    assertThat(script.ticks.get()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void diskEffectsAreAnsweredThroughTheInbox() throws IOException {
    script.answers.put(
        Command.Pause.class, (_, outbox) -> outbox.add(new DiskEffect.Close(0, false)));
    CountDownLatch answered = new CountDownLatch(1);
    Mind waiting =
        (now, input, outbox) -> {
          if (input instanceof DiskInput.Closed) {
            answered.countDown();
          }
          return script.step(now, input, outbox);
        };
    EngineOptions options = EngineOptions.defaults();
    NetLoop net = NetLoop.open(Engine.netOptions(options));
    try (Engine engine =
        new Engine(options, net, waiting, answers -> new Script.Disk(answers, diskClosed))
            .start()) {
      engine.add(magnet(1), HERE).pause();
      awaitLatch(answered);
    }
    assertThat(script.seen).contains(new DiskInput.Closed(0));
  }

  @Test
  void aFaultOfOursStopsTheEngineLoudly() throws IOException {
    script.answers.put(
        Command.Recheck.class,
        (_, _) -> {
          throw new IllegalStateException("a piece too many");
        });
    Engine engine = open();
    Torrent torrent = engine.add(magnet(1), HERE);
    CompletableFuture<Void> removal = torrent.goalReached();
    torrent.recheck();
    assertThat(codeOf(torrent.completion())).isEqualTo(EngineException.Code.FAILED);
    assertThat(codeOf(removal)).isEqualTo(EngineException.Code.FAILED);
    assertThatThrownBy(() -> await(engine.ended()))
        .hasMessageContaining("stopped by a fault of its own at Recheck")
        .hasMessageContaining("a piece too many");
    assertThatThrownBy(() -> engine.add(magnet(2), HERE))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.code()).isEqualTo(EngineException.Code.FAILED));
    engine.close();
    assertThat(diskClosed).hasValue(1);
  }

  @Test
  void aMindThatDoesNotStopIsClosedHard() throws IOException {
    script.stops = false;
    Engine engine = open(Duration.ofMillis(50));
    Torrent torrent = engine.add(magnet(1), HERE);
    engine.close();
    engine.close();
    await(engine.ended());
    assertThat(diskClosed).hasValue(1);
    assertThat(codeOf(torrent.remove(true))).isEqualTo(EngineException.Code.CLOSED);
    assertThatThrownBy(() -> engine.add(magnet(2), HERE)).hasMessage("the engine is closed");
  }

  @Test
  void whoIsInterruptedClosesAllTheSame() throws IOException {
    Engine engine = open();
    Thread.currentThread().interrupt();
    engine.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(engine.ended()).isDone();
    assertThat(diskClosed).hasValue(1);
  }

  @Test
  void noThreadIsLeftAfterClose() throws IOException {
    int port;
    try (Engine engine = open()) {
      engine.add(magnet(1), HERE);
      port = engine.port();
      assertThat(threads(port)).isNotEmpty();
    }
    assertThat(threads(port)).isEmpty();
  }

  private static List<String> threads(int port) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.equals("freshet-events") || name.equals("freshet-engine-" + port))
        .toList();
  }
}
