package dev.freshet.protocol.metainfo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Hash;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much memory the torrent of very many files takes, tried in a Java of its own that has no
/// more: whether it suffices is the same in each run.
class MemoryTest {
  private static final int FILES = 100_000;

  /// Megabytes of heap; the torrent itself has 19.
  private static final int HEAP = 68;

  @Test
  void aTorrentOfHundredThousandFilesIsReadInLittleMemory(@TempDir Path folder)
      throws IOException, InterruptedException, URISyntaxException, MetainfoException {
    Path torrent = folder.resolve("many.torrent");
    byte[] bytes = torrent();
    assertThat(bytes.length).isGreaterThan(18 << 20);
    Files.write(torrent, bytes);
    Path said = folder.resolve("said");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + HEAP + "m",
                "-cp",
                place(Metainfo.class) + System.getProperty("path.separator") + place(Main.class),
                Main.class.getName(),
                torrent.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = child.waitFor(2, TimeUnit.MINUTES);
    child.destroyForcibly();
    assertThat(Files.readString(said, StandardCharsets.UTF_8)).isEqualTo("read " + FILES);
    assertThat(ended).isTrue();
  }

  /// What the other Java runs.
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException, MetainfoException {
      Metainfo read = Metainfo.parse(Files.readAllBytes(Path.of(args[0])));
      System.out.print(
          "read " + read.info().files().stream().filter(file -> !file.padding()).count());
    }
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static byte[] torrent() throws MetainfoException {
    List<DraftFile> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      files.add(
          new DraftFile(
              List.of(
                  "data", "folder-" + i / 10_000, "sub-folder-" + i / 1000, "file-" + i + ".txt"),
              100 + i % 1000));
    }
    TorrentDraft draft =
        new TorrentDraft(
            "many",
            false,
            files,
            TorrentDraft.MIN_PIECE_LENGTH,
            TorrentVersion.HYBRID,
            false,
            List.of(),
            List.of(),
            null,
            null,
            0);
    TorrentPlan plan = draft.plan();
    PieceSums sums = plan.sums();
    for (int piece = 0; piece < plan.geometry().pieceCount(); piece++) {
      byte[] each = {(byte) piece, (byte) (piece >> 8), (byte) (piece >> 16)};
      sums.putV1(piece, Hash.of(HashTree.digest("SHA-1").digest(each)));
      sums.putV2(piece, Hash.of(HashTree.sha256().digest(each)));
    }
    return plan.seal(sums).toBytes();
  }
}
