package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.api.Discovery;
import dev.freshet.core.api.FileSelection;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.magnet.Magnet;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an embedder does wrong is refused where it is done, and harms nothing else.
final class MisuseTest {
  @TempDir private Path folder;
  private SharedFile shared;

  @BeforeEach
  void makeFile() throws Exception {
    shared = SharedFile.in(folder.resolve("origin"), "big.bin", 100_000);
  }

  private Engine open(String name) throws IOException {
    return Engine.open(
        EngineOptions.defaults()
            .withBind(List.of(IpAddress.v4(0x7f000001)))
            .withStateDirectory(folder.resolve("state-" + name)));
  }

  private TorrentOptions in(String name) {
    return TorrentOptions.in(folder.resolve(name).toString())
        .withDiscovery(new Discovery(false, false));
  }

  private static Torrent seed(Engine engine, SharedFile shared, TorrentOptions options)
      throws Exception {
    Torrent seed = engine.add(shared.metainfo(), options);
    seed.completion().get(60, TimeUnit.SECONDS);
    return seed;
  }

  @Test
  @SuppressWarnings("NullAway")
  void nothingThatIsMissingReachesTheMind() throws Exception {
    try (Engine engine = open("a")) {
      Torrent torrent = seed(engine, shared, in("origin"));
      List<ThrowingCallable> wrong =
          List.of(
              () -> TorrentOptions.in(null),
              () -> in("x").withLimits(null),
              () -> in("x").withGoal(null),
              () -> in("x").withDiscovery(null),
              () -> in("x").withFiles(null),
              () -> engine.limit(null),
              () -> engine.listen(null),
              () -> engine.fetchItem(null, Opaque.NONE),
              () -> engine.fetchItem(NodeId.of(new byte[NodeId.LENGTH]), null),
              () -> engine.storeItem(null),
              () -> torrent.limit(null),
              () -> torrent.listen(null),
              () -> torrent.addPeers(null));
      for (ThrowingCallable call : wrong) {
        assertThatNullPointerException().isThrownBy(call);
      }
      torrent.remove(false).get(60, TimeUnit.SECONDS);
      assertThat(engine.ended()).isNotDone();
    }
  }

  @Test
  @SuppressWarnings("NullAway")
  void anEngineThatCannotBeOpenedKeepsNoPort() throws Exception {
    Engine first = open("a");
    int port = first.port();
    first.close();
    EngineOptions options =
        EngineOptions.defaults()
            .withBind(List.of(IpAddress.v4(0x7f000001)))
            .withStateDirectory(folder.resolve("state-a"))
            .withPort(port);
    assertThatNullPointerException().isThrownBy(() -> Engine.open(options.withLimits(null)));
    Engine.open(options).close();
  }

  @Test
  void aFolderThatNoSystemCanNameIsRefusedAndLeavesNoTorrentBehind() throws Exception {
    TorrentOptions nowhere = TorrentOptions.in("a\0b");
    Magnet magnet = Magnet.of(shared.metainfo(), List.of());
    try (Engine engine = open("a")) {
      assertThatThrownBy(() -> engine.add(shared.metainfo(), nowhere))
          .isInstanceOf(InvalidPathException.class);
      assertThatThrownBy(() -> engine.add(magnet, nowhere))
          .isInstanceOf(InvalidPathException.class);
      assertThat(engine.torrents()).isEmpty();
      seed(engine, shared, in("origin"));
    }
  }

  @Test
  void aLinkThatMeansNoneOfTheWantedFilesFailsAndCanBeRemoved() throws Exception {
    Magnet magnet = Magnet.of(shared.metainfo(), List.of());
    try (Engine a = open("a");
        Engine b = open("b")) {
      seed(a, shared, in("origin"));
      Endpoint peer = new Endpoint(IpAddress.v4(0x7f000001), a.port());
      FileSelection none = FileSelection.parse(List.of("nothing"));
      Torrent torrent = b.add(magnet, in("b").withPeers(List.of(peer)).withFiles(none));
      for (CompletableFuture<?> future :
          List.of(torrent.metadata(), torrent.completion(), torrent.goalReached())) {
        assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class)
            .hasMessageContaining("is of no use: no file of big.bin is meant by \"nothing\"")
            .cause()
            .isInstanceOfSatisfying(
                EngineException.class,
                e -> assertThat(e.code()).isEqualTo(EngineException.Code.UNUSABLE));
      }
      torrent.remove(false).get(60, TimeUnit.SECONDS);
    }
  }
}
