package dev.freshet.storage.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.TorrentDraft;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.storage.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files become the torrent that the plainest hashing makes of them.
final class TorrentHasherTest {
  private static final int PIECE = 32 << 10;

  @TempDir private Path temp;

  private static TorrentPlan plan(SourceTree tree, TorrentVersion version) {
    try {
      return new TorrentDraft(
              tree.name(),
              tree.singleFile(),
              tree.draftFiles(),
              PIECE,
              version,
              false,
              List.of(),
              List.of(),
              null,
              null,
              0)
          .plan();
    } catch (MetainfoException e) {
      throw new AssertionError(e);
    }
  }

  private Path lay(Sample sample) throws IOException {
    Info info = sample.metainfo().info();
    Path folder = temp.resolve(info.name());
    for (FileEntry file : info.files()) {
      if (!file.padding()) {
        Path path = folder.resolve(String.join("/", file.path()));
        Files.createDirectories(path.getParent());
        int from = (int) file.offset();
        Files.write(path, Arrays.copyOfRange(sample.space(), from, from + (int) file.length()));
      }
    }
    return folder;
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void aFolderBecomesTheTorrentOfItsFiles(TorrentVersion version) throws Exception {
    Sample sample = Sample.of(version, PIECE, 5, 1, 0, 100_000, 32_768, 40_000, 16_384, 700_000, 3);
    SourceTree tree = SourceTree.scan(lay(sample));
    AtomicLong told = new AtomicLong();
    Metainfo made =
        TorrentHasher.hash(
            tree,
            plan(tree, version),
            3,
            (done, total) -> {
              told.accumulateAndGet(done, Math::max);
              return total == tree.length();
            });
    assertThat(made.info().hashes()).isEqualTo(sample.metainfo().info().hashes());
    assertThat(made.toBytes()).isEqualTo(sample.metainfo().toBytes());
    assertThat(told).hasValue(tree.length());
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void aSingleFileBecomesATorrentOfThatName(TorrentVersion version) throws Exception {
    Path file = Files.write(temp.resolve("one.bin"), new byte[100_001]);
    SourceTree tree = SourceTree.scan(file);
    Metainfo made = TorrentHasher.hash(tree, plan(tree, version), 2, (done, total) -> true);
    assertThat(made.info().isSingleFile()).isTrue();
    assertThat(made.info().name()).isEqualTo("one.bin");
    assertThat(made.info().contentLength()).isEqualTo(100_001);
  }

  @Test
  void hiddenFilesAreInItAndLinksStandForWhatTheyLeadTo() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("folder"));
    Files.writeString(folder.resolve(".hidden"), "h");
    Files.writeString(temp.resolve("outside"), "outside");
    Files.createSymbolicLink(folder.resolve("link"), temp.resolve("outside"));
    assertThat(SourceTree.scan(folder).files())
        .extracting(file -> file.path() + " " + file.length())
        .containsExactly("[.hidden] 1", "[link] 7");
  }

  @Test
  void whatCannotBeReadIsNamedInOneSentence() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("folder"));
    assertThatThrownBy(() -> SourceTree.scan(temp.resolve("nothing")))
        .isInstanceOf(CreateException.class)
        .hasMessage(temp.resolve("nothing") + " does not exist");
    assertThatThrownBy(() -> SourceTree.scan(folder)).hasMessageContaining("has no files");
    Path dead = Files.createSymbolicLink(folder.resolve("dead"), temp.resolve("gone"));
    assertThatThrownBy(() -> SourceTree.scan(folder)).hasMessageContaining(dead.toString());
    Files.delete(dead);
    Files.createSymbolicLink(folder.resolve("loop"), folder);
    assertThatThrownBy(() -> SourceTree.scan(folder)).hasMessageContaining("loop");
  }

  @Test
  void aNameThatIsNoTextIsRefusedForNobodyWouldFindTheFileByIt() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("folder"));
    String make = "printf a > \"$0/$(printf 'x\\377')\"";
    assumeTrue(new ProcessBuilder("sh", "-c", make, folder.toString()).start().waitFor() == 0);
    assertThatThrownBy(() -> SourceTree.scan(folder))
        .isInstanceOf(CreateException.class)
        .hasMessageStartingWith(folder.toRealPath() + "/x")
        .hasMessageContaining("has a name that is not text in UTF-8");
  }

  @Test
  void anUnreadableFileIsNamed() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("folder"));
    Path secret = Files.writeString(folder.resolve("secret"), "s");
    assumeTrue(secret.toFile().setReadable(false) && !Files.isReadable(secret));
    assertThatThrownBy(() -> SourceTree.scan(folder))
        .hasMessage("cannot read " + secret + ": permission denied");
  }

  @Test
  void aThreadThatFailsLeavesNoTorrentWithoutHashes() throws Exception {
    SourceTree tree = SourceTree.scan(Files.write(temp.resolve("file"), new byte[200_000]));
    for (Error error : List.of(new OutOfMemoryError("full"), new StackOverflowError())) {
      assertThatThrownBy(() ->
              TorrentHasher.hash(
                  tree,
                  plan(tree, TorrentVersion.V1),
                  2,
                  (done, all) -> {
                    throw error;
                  }))
          .isSameAs(error);
    }
  }

  @Test
  void aFileThatChangesMeanwhileIsNoticed() throws Exception {
    Path file = Files.write(temp.resolve("grows"), new byte[200_000]);
    SourceTree tree = SourceTree.scan(file);
    Files.write(file, new byte[200_001]);
    assertThatThrownBy(
            () -> TorrentHasher.hash(tree, plan(tree, TorrentVersion.V1), 1, (done, all) -> true))
        .isInstanceOf(CreateException.class)
        .hasMessage(file.toRealPath() + " was changed while it was read");
    Files.write(file, new byte[100]);
    assertThatThrownBy(
            () -> TorrentHasher.hash(tree, plan(tree, TorrentVersion.V1), 1, (done, all) -> true))
        .isInstanceOf(CreateException.class);
  }

  @Test
  void whoIsToldOfProgressMayStopIt() throws Exception {
    Path file = Files.write(temp.resolve("long"), new byte[2_000_000]);
    SourceTree tree = SourceTree.scan(file);
    assertThatThrownBy(() ->
            TorrentHasher.hash(
                tree, plan(tree, TorrentVersion.V1), 2, (done, all) -> done < all / 2))
        .isInstanceOf(CancellationException.class);
  }
}
