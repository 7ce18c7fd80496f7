package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.api.WebSeedStatus;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Engines that fetch from real web servers.
final class WebSeedTest {
  private static final int PIECE = 32 << 10;

  @TempDir private Path folder;
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  @BeforeEach
  void makeFiles() throws IOException {
    // sizes that put ends of files into the middle of blocks and pieces
    put("a first.bin", 100_000);
    put("b/second & last.bin", 1);
    put("b/ünï.bin", 3 * PIECE);
    put("c.bin", 2_000_003);
  }

  private void put(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    files.put(name, bytes);
    Path file = folder.resolve("origin/set").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private Metainfo torrent(Path path, TorrentVersion version, String... urls) throws Exception {
    TorrentRecipe recipe =
        TorrentRecipe.defaults()
            .withVersion(version)
            .withPieceLength(PIECE)
            .withWebSeeds(List.of(urls));
    return TorrentMaker.make(path, recipe, (_, _) -> true);
  }

  private Engine open() throws IOException {
    return Engine.open(EngineOptions.defaults().withStateDirectory(folder.resolve("state")));
  }

  private TorrentOptions here() {
    return TorrentOptions.in(folder.resolve("copy").toString());
  }

  private static TorrentStatus complete(Torrent torrent) throws Exception {
    return torrent.completion().get(60, TimeUnit.SECONDS);
  }

  private FileServer server() throws IOException {
    FileServer server = new FileServer();
    server.with("/data/set/a%20first.bin", bytes("a first.bin"));
    server.with("/data/set/b/second%20%26%20last.bin", bytes("b/second & last.bin"));
    server.with("/data/set/b/%C3%BCn%C3%AF.bin", bytes("b/ünï.bin"));
    server.with("/data/set/c.bin", bytes("c.bin"));
    return server;
  }

  private byte[] bytes(String name) {
    return Objects.requireNonNull(files.get(name)).clone();
  }

  private void assertSame() throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(Files.readAllBytes(folder.resolve("copy/set").resolve(file.getKey())))
          .as(file.getKey())
          .isEqualTo(file.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void aFolderComesFromAServerAlone(TorrentVersion version) throws Exception {
    try (FileServer server = server();
        Engine engine = open()) {
      Metainfo metainfo = torrent(folder.resolve("origin/set"), version, server.url("/data"));
      TorrentStatus status = complete(engine.add(metainfo, here()));
      assertSame();
      long size = metainfo.info().contentLength();
      assertThat(server.sent()).isEqualTo(size);
      assertThat(status.complete()).isTrue();
      assertThat(server.connections()).as("connections are used again").isLessThan(5);
    }
  }

  @Test
  void aFileIsWhatTheUrlNames() throws Exception {
    try (FileServer server = new FileServer().with("/x?y=z", bytes("c.bin"));
        Engine engine = open()) {
      server.with("/any/name", bytes("c.bin"));
      Metainfo metainfo =
          torrent(
              folder.resolve("origin/set/c.bin"), TorrentVersion.HYBRID, server.url("/any/name"));
      complete(engine.add(metainfo, here()));
      assertThat(folder.resolve("copy/c.bin")).hasBinaryContent(bytes("c.bin"));
    }
  }

  @Test
  void whoLiesIsDroppedAndTheOtherServerGivesTheRest() throws Exception {
    byte[] wrong = bytes("c.bin");
    for (int i = 0; i < wrong.length; i += PIECE) {
      wrong[i] ^= 1;
    }
    try (FileServer liar = new FileServer().with("/c.bin", wrong);
        FileServer honest = new FileServer().with("/c.bin", bytes("c.bin"));
        Engine engine = open()) {
      Metainfo metainfo =
          torrent(
              folder.resolve("origin/set/c.bin"),
              TorrentVersion.V1,
              liar.url("/c.bin"),
              honest.url("/"));
      Torrent copy = engine.add(metainfo, here());
      complete(copy);
      assertThat(folder.resolve("copy/c.bin")).hasBinaryContent(bytes("c.bin"));
      WebSeedStatus first = copy.status().webSeeds().getFirst();
      assertThat(first.dropped()).isTrue();
      assertThat(first.message()).isEqualTo("sent corrupt data");
    }
  }

  @Test
  void whoSendsWholeFilesIsLeftForWhoSendsRanges() throws Exception {
    try (FileServer whole = new FileServer().with("/c.bin", bytes("c.bin"));
        FileServer ranges = new FileServer().with("/c.bin", bytes("c.bin"));
        Engine engine = open()) {
      whole.ignoresRanges = true;
      Metainfo metainfo =
          torrent(
              folder.resolve("origin/set/c.bin"),
              TorrentVersion.V1,
              whole.url("/c.bin"),
              ranges.url("/c.bin"));
      Torrent copy = engine.add(metainfo, here());
      complete(copy);
      assertThat(folder.resolve("copy/c.bin")).hasBinaryContent(bytes("c.bin"));
      assertThat(copy.status().webSeeds().getFirst().message()).isEqualTo("does not send ranges");
    }
  }

  @Test
  void whoIsBusyIsWaitedForAndWhoHasMovedIsFollowed() throws Exception {
    try (FileServer server = new FileServer().with("/there/c.bin", bytes("c.bin"));
        Engine engine = open()) {
      server.moved.put("/c.bin", "/there/c.bin");
      server.busy.set(1);
      Metainfo metainfo =
          torrent(folder.resolve("origin/set/c.bin"), TorrentVersion.V2, server.url("/c.bin"));
      Torrent copy = engine.add(metainfo, here());
      complete(copy);
      assertThat(folder.resolve("copy/c.bin")).hasBinaryContent(bytes("c.bin"));
      assertThat(server.sent()).isEqualTo(bytes("c.bin").length);
    }
  }

  @Test
  void aServerIsAskedForMuchOnlyOnceAPieceOfItHasTurnedOutRight() throws Exception {
    put("big.bin", 6_000_000);
    RateLimits limits = new RateLimits(0, 10_000_000);
    EngineOptions options =
        EngineOptions.defaults().withStateDirectory(folder.resolve("state")).withLimits(limits);
    try (FileServer server = new FileServer().with("/big.bin", bytes("big.bin"));
        Engine engine = Engine.open(options)) {
      Metainfo metainfo =
          torrent(folder.resolve("origin/set/big.bin"), TorrentVersion.V1, server.url("/big.bin"));
      complete(engine.add(metainfo, here()));
      List<Long> lengths = server.asked().stream().map(WebSeedTest::length).toList();
      // less where chance begins at the end of the file
      assertThat(lengths.getFirst()).isBetween(1L, 128L << 10);
      assertThat(lengths).anyMatch(length -> length > 128 << 10);
      assertThat(server.sent()).isEqualTo(6_000_000);
    }
  }

  private static long length(String asked) {
    String[] ends = asked.substring(asked.indexOf('=') + 1).split("-", -1);
    return Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1;
  }
}
