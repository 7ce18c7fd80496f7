package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.api.TorrentOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TorrentMakerTest {
  private static final TorrentMaker.Progress ANY = (_, _) -> true;

  @TempDir private Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    Path album = Files.createDirectories(folder.resolve("origin/album/disc 2"));
    byte[] bytes = new byte[700_000];
    new SplittableRandom(1).nextBytes(bytes);
    Files.write(album.resolve("song"), bytes);
    Files.write(album.resolveSibling("notes"), new byte[5]);
    Files.createFile(album.resolveSibling("empty"));
  }

  @Test
  void theRecipeIsInTheTorrent() throws Exception {
    TorrentRecipe recipe =
        TorrentRecipe.defaults()
            .withVersion(TorrentVersion.V1)
            .withPieceLength(32 << 10)
            .withPrivate(true)
            .withTrackers(List.of(List.of("http://t.example/announce")))
            .withWebSeeds(List.of("http://w.example/"))
            .withComment("a comment")
            .withCreation("a program", 1234);
    Metainfo made = TorrentMaker.make(folder.resolve("origin/album"), recipe, ANY);
    assertThat(made.info().name()).isEqualTo("album");
    assertThat(made.info().isPrivate()).isTrue();
    assertThat(made.info().geometry().pieceLength()).isEqualTo(32 << 10);
    assertThat(made.info().hashes().v2()).isNull();
    assertThat(made.trackers()).isEqualTo(recipe.trackers());
    assertThat(made.webSeeds()).isEqualTo(recipe.webSeeds());
    assertThat(made.comment()).isEqualTo("a comment");
    assertThat(made.createdBy()).isEqualTo("a program");
    assertThat(made.creationSeconds()).isEqualTo(1234);
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void aFolderThatWasMadeATorrentCanBeFetched(TorrentVersion version) throws Exception {
    TorrentRecipe recipe = TorrentRecipe.defaults().withVersion(version);
    Metainfo made = TorrentMaker.make(folder.resolve("origin/album"), recipe, ANY);
    EngineOptions options = EngineOptions.defaults().withStateDirectory(folder.resolve("state"));
    TorrentOptions origin = TorrentOptions.in(folder.resolve("origin").toString());
    try (Engine a = Engine.open(options);
        Engine b = Engine.open(options.withStateDirectory(folder.resolve("other")))) {
      a.add(made, origin.withTrusted(true)).completion().get(60, TimeUnit.SECONDS);
      Endpoint peer = new Endpoint(IpAddress.v4(0x7f000001), a.port());
      Torrent copy =
          b.add(
              made, TorrentOptions.in(folder.resolve("copy").toString()).withPeers(List.of(peer)));
      copy.completion().get(60, TimeUnit.SECONDS);
    }
    for (String file : List.of("disc 2/song", "notes", "empty")) {
      Path original = folder.resolve("origin/album").resolve(file);
      assertThat(Files.mismatch(original, folder.resolve("copy/album").resolve(file)))
          .as(file)
          .isEqualTo(-1);
    }
  }

  @Test
  void progressMayEndIt() {
    Path album = folder.resolve("origin/album");
    assertThatThrownBy(() -> TorrentMaker.make(album, TorrentRecipe.defaults(), (_, _) -> false))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void whatCannotBeMadeIsSaidInASentence() {
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> TorrentMaker.make(nowhere, TorrentRecipe.defaults(), ANY))
        .isInstanceOf(IOException.class)
        .hasMessage(nowhere + " does not exist");
    TorrentRecipe odd = TorrentRecipe.defaults().withPieceLength(100_000);
    assertThatThrownBy(() -> TorrentMaker.make(folder.resolve("origin"), odd, ANY))
        .isInstanceOf(MetainfoException.class);
  }
}
