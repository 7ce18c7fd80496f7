package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.api.Event;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.magnet.Magnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Engines with real sockets, real files and the real mind, on one machine.
final class TransferTest {
  private static final int SIZE = (3 << 20) + 12_345;

  @TempDir private Path folder;
  private SharedFile shared;

  @BeforeEach
  void makeFile() throws Exception {
    shared = SharedFile.in(folder.resolve("origin"), "big.bin", SIZE);
  }

  private Engine open(String name) throws IOException {
    return Engine.open(
        EngineOptions.defaults().withStateDirectory(folder.resolve("state-" + name)));
  }

  private Torrent seed(Engine engine) throws Exception {
    Torrent seed =
        engine.add(shared.metainfo(), TorrentOptions.in(folder.resolve("origin").toString()));
    assertThat(await(seed.completion()).complete()).isTrue();
    return seed;
  }

  private TorrentOptions getFrom(Engine seed, String name) {
    Endpoint peer = new Endpoint(IpAddress.v4(0x7f000001), seed.port());
    return TorrentOptions.in(folder.resolve(name).toString()).withPeers(List.of(peer));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private void assertHasCopy(String name) throws IOException {
    assertThat(Files.mismatch(shared.file(), folder.resolve(name).resolve("big.bin")))
        .as("first byte that differs")
        .isEqualTo(-1);
  }

  @Test
  void aFileGoesFromOneEngineToAnother() throws Exception {
    ConcurrentLinkedQueue<Event> heard = new ConcurrentLinkedQueue<>();
    int pieces;
    try (Engine a = open("a");
        Engine b = open("b")) {
      Torrent seed = seed(a);
      Torrent copy = b.add(shared.metainfo(), getFrom(a, "b"));
      copy.listen(heard::add);
      TorrentStatus status = await(copy.completion());
      pieces = status.pieces();
      assertThat(status.verified()).isEqualTo(SIZE);
      assertHasCopy("b");
      await(copy.remove(false));
      assertThat(seed.status().phase()).isEqualTo(Phase.SEEDING);
    }
    assertHasCopy("b");
    assertThat(heard).anyMatch(Event.PeerConnected.class::isInstance);
    assertThat(heard.stream().filter(Event.PieceCompleted.class::isInstance)).hasSize(pieces);
  }

  @Test
  void aMagnetLinkIsEnough() throws Exception {
    InfoHashes hashes = shared.metainfo().info().hashes();
    Magnet magnet = Magnet.of(hashes, List.of());
    try (Engine a = open("a");
        Engine b = open("b")) {
      seed(a);
      Torrent copy = b.add(magnet, getFrom(a, "b"));
      assertThat(await(copy.metadata()).name()).isEqualTo("big.bin");
      await(copy.completion());
      assertHasCopy("b");
    }
  }

  @Test
  void aCopyIsFoundAgainAfterARestart() throws Exception {
    try (Engine a = open("a")) {
      seed(a);
      try (Engine b = open("b")) {
        await(b.add(shared.metainfo(), getFrom(a, "b")).completion());
      }
    }
    try (Engine b = open("b")) {
      Torrent again = b.add(shared.metainfo(), TorrentOptions.in(folder.resolve("b").toString()));
      assertThat(await(again.completion()).downloaded()).isZero();
    }
  }

  @Test
  void removingWithDataDeletesTheFiles() throws Exception {
    try (Engine a = open("a");
        Engine b = open("b")) {
      seed(a);
      Torrent copy = b.add(shared.metainfo(), getFrom(a, "b"));
      await(copy.completion());
      TorrentStatus complete = copy.status();
      List<TorrentStatus> told = new CopyOnWriteArrayList<>();
      b.listen(event -> {
        if (event instanceof Event.StatusChanged(_, TorrentStatus status)) {
          told.add(status);
        }
      });
      await(copy.remove(true));
      assertThat(folder.resolve("b").resolve("big.bin")).doesNotExist();
      assertThat(copy.status().phase()).isEqualTo(Phase.STOPPING);
      assertThat(copy.status().verified()).isEqualTo(complete.verified());
      assertThat(told)
          .allMatch(status -> status.verified() == complete.verified() && !status.name().isEmpty());
      assertThat(b.torrents()).isEmpty();
    }
  }

  @Test
  void whoIsLateToRemoveIsToldAndNothingIsDeleted() throws Exception {
    try (Engine a = open("a")) {
      seed(a);
      Engine b = open("b");
      Torrent copy = b.add(shared.metainfo(), getFrom(a, "b"));
      await(copy.completion());
      CompletableFuture<Void> goal = copy.goalReached();
      b.close();
      CompletableFuture<Void> removal = copy.remove(true);
      for (CompletableFuture<Void> future : List.of(goal, removal)) {
        assertThatThrownBy(() -> await(future))
            .cause()
            .isInstanceOfSatisfying(
                EngineException.class,
                e -> assertThat(e.code()).isEqualTo(EngineException.Code.CLOSED));
      }
      assertThat(copy.status().phase()).isEqualTo(Phase.STOPPING);
      assertHasCopy("b");
    }
  }

  @Test
  void anEventTellsWhichTorrentItIsAbout() throws Exception {
    try (Engine a = open("a")) {
      CompletableFuture<Integer> completed = new CompletableFuture<>();
      a.listen(event -> {
        if (event instanceof Event.Completed(int torrent)) {
          completed.complete(torrent);
        }
      });
      Torrent torrent = seed(a);
      assertThat(await(completed)).isEqualTo(torrent.number());
    }
  }

  @Test
  void aPortInUseIsOneClearSentence() throws IOException {
    try (Engine a = open("a")) {
      EngineOptions same = EngineOptions.defaults().withPort(a.port());
      assertThatThrownBy(() -> Engine.open(same))
          .isInstanceOf(IOException.class)
          .hasMessage("port " + a.port() + " is in use by another program");
    }
  }
}
