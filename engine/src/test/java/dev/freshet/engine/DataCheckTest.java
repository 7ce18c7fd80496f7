package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.core.api.FileSelection;
import dev.freshet.engine.DataCheck.Finding;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DataCheckTest {
  private static final int LENGTH = 100_000;

  @TempDir Path folder;
  private Path data = Path.of("");

  @BeforeEach
  void files() throws Exception {
    data = Files.createDirectories(folder.resolve("data"));
    Random random = new Random(3);
    for (String name : new String[] {"a", "b", "c"}) {
      byte[] bytes = new byte[LENGTH];
      random.nextBytes(bytes);
      Files.write(data.resolve(name), bytes);
    }
    Files.write(data.resolve("empty"), new byte[0]);
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void wholeDataHasNoDamage(TorrentVersion version) throws Exception {
    assertThat(check(torrent(version))).isEqualTo(new Finding(3 * LENGTH, 3 * LENGTH, List.of()));
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void aFlippedBitIsFoundInItsFile(TorrentVersion version) throws Exception {
    Metainfo metainfo = torrent(version);
    byte[] bytes = Files.readAllBytes(data.resolve("b"));
    bytes[LENGTH / 2] ^= 1;
    Files.write(data.resolve("b"), bytes);
    Finding finding = check(metainfo);
    assertThat(finding.verifiedBytes()).isEqualTo(3 * LENGTH - 16_384);
    assertThat(finding.damaged())
        .singleElement()
        .satisfies(damage -> {
          assertThat(damage.file().path()).containsExactly("b");
          assertThat(damage.badPieces()).isEqualTo(1);
        });
  }

  @Test
  void aMissingAndAShortFileAreDamaged() throws Exception {
    Metainfo metainfo = torrent(TorrentVersion.HYBRID);
    Files.delete(data.resolve("a"));
    Files.write(data.resolve("c"), new byte[10]);
    Finding finding = check(metainfo);
    assertThat(finding.damaged())
        .extracting(damage -> damage.file().path().getFirst() + " " + damage.badPieces())
        .containsExactly("a 7", "c 7");
    assertThat(finding.verifiedBytes()).isEqualTo(LENGTH);
    assertThat(data.resolve("a")).doesNotExist();
    assertThat(data.resolve("c")).hasSize(10);
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void whatNoPieceTellsIsSeenByItsLength(TorrentVersion version) throws Exception {
    Metainfo metainfo = torrent(version);
    Files.delete(data.resolve("empty"));
    Files.write(data.resolve("b"), new byte[7], StandardOpenOption.APPEND);
    Finding finding = check(metainfo);
    assertThat(finding.damaged())
        .extracting(damage ->
            damage.file().path().getFirst() + " " + damage.badPieces() + " " + damage.found())
        .containsExactlyInAnyOrder("b 0 100007", "empty 0 -1");
    assertThat(finding.verifiedBytes()).isEqualTo(3 * LENGTH);
    assertThat(check(metainfo, FileSelection.parse(List.of("a"))).damaged()).isEmpty();
  }

  @Test
  void whatIsNotSelectedMayLack() throws Exception {
    Metainfo metainfo = torrent(TorrentVersion.HYBRID);
    Files.delete(data.resolve("a"));
    assertThat(check(metainfo, FileSelection.parse(List.of("b"))))
        .isEqualTo(new Finding(LENGTH, LENGTH, List.of()));
    Finding both = check(metainfo, FileSelection.parse(List.of("a", "c")));
    assertThat(both.size()).isEqualTo(2 * LENGTH);
    assertThat(both.verifiedBytes()).isEqualTo(LENGTH);
    assertThat(both.damaged()).hasSize(1);
  }

  @Test
  void whoWatchesMayEndIt() throws Exception {
    Metainfo metainfo = torrent(TorrentVersion.V1);
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> DataCheck.run(metainfo, folder, FileSelection.ALL, 2, (_, _) -> false));
  }

  private Metainfo torrent(TorrentVersion version) throws Exception {
    TorrentRecipe recipe = TorrentRecipe.defaults().withVersion(version).withPieceLength(16_384);
    return TorrentMaker.make(data, recipe, (_, _) -> true);
  }

  private Finding check(Metainfo metainfo) throws Exception {
    return check(metainfo, FileSelection.ALL);
  }

  private Finding check(Metainfo metainfo, FileSelection files) throws Exception {
    return DataCheck.run(metainfo, folder, files, 2, (_, _) -> true);
  }
}
