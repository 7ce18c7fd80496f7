package dev.freshet.protocol.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorrentPlanTest {
  private static TorrentDraft draft(
      String name, boolean single, List<DraftFile> files, int pieceLength, TorrentVersion version) {
    return new TorrentDraft(
        name, single, files, pieceLength, version, false, List.of(), List.of(), null, null, 0);
  }

  private static TorrentDraft folder(TorrentVersion version, DraftFile... files) {
    return draft("folder", false, List.of(files), 32768, version);
  }

  private static DraftFile file(int length, String... path) {
    return new DraftFile(List.of(path), length);
  }

  @ParameterizedTest
  @CsvSource({
    "single,100000,V1,single-v1",
    "single,100000,V2,single-v2",
    "single,100000,HYBRID,single-hybrid",
    "small,5,V1,small-v1",
    "small,5,V2,small-v2",
    "small,5,HYBRID,small-hybrid"
  })
  void aFileBecomesTheTorrentThatLibtorrentMakes(
      String name, int length, TorrentVersion version, String reference) throws MetainfoException {
    TorrentDraft draft = draft(name, true, List.of(file(length, name)), 16384, version);
    Metainfo ours = TestContent.seal(draft.plan());
    Metainfo theirs = Metainfo.parse(TestContent.torrent(reference));
    assertThat(ours.info().raw()).isEqualTo(theirs.info().raw());
    assertThat(ours.info().isSingleFile()).isTrue();
    assertThat(ours.layers().isComplete(ours.info())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"V2,folder-v2", "HYBRID,folder-hybrid"})
  void aFolderBecomesTheTorrentThatLibtorrentMakes(TorrentVersion version, String reference)
      throws MetainfoException {
    TorrentDraft draft = draft("folder", false, TestContent.FOLDER, 32768, version);
    Metainfo ours = TestContent.seal(draft.plan());
    Metainfo theirs = Metainfo.parse(TestContent.torrent(reference));
    assertThat(ours.info().hashes()).isEqualTo(theirs.info().hashes());
    assertThat(ours.info().files()).isEqualTo(theirs.info().files());
  }

  @Test
  void noTwoPaddingFilesShareAPath() throws MetainfoException {
    TorrentDraft draft =
        folder(TorrentVersion.HYBRID, file(5, "a"), file(5, "b"), file(6, "c"), file(5, "d"));
    Metainfo read = Metainfo.parse(TestContent.seal(draft.plan()).toBytes());
    assertThat(read.info().files().stream().filter(FileEntry::padding).map(FileEntry::path))
        .containsExactly(
            List.of(".pad", "32763"),
            List.of(".pad", "32763-2"),
            List.of(".pad", "32762"),
            List.of(".pad", "32763-3"));
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void whatIsSealedReadsBackAsItWas(TorrentVersion version) throws MetainfoException {
    for (long seed = 0; seed < 40; seed++) {
      TorrentDraft draft = random(seed, version);
      TorrentPlan plan = draft.plan();
      Metainfo sealed = TestContent.seal(plan);
      Metainfo read = Metainfo.parse(sealed.toBytes());
      String about = "seed " + seed;
      assertThat(read.info().raw()).as(about).isEqualTo(sealed.info().raw());
      assertThat(read.info().geometry()).as(about).isEqualTo(plan.geometry());
      assertThat(read.info().isPrivate()).as(about).isTrue();
      assertThat(read.trackers()).as(about).isEqualTo(draft.trackers());
      assertThat(read.webSeeds()).as(about).isEqualTo(draft.webSeeds());
      assertThat(read.comment()).as(about).isEqualTo("say");
      assertThat(read.createdBy()).as(about).isEqualTo("who");
      assertThat(read.creationSeconds()).as(about).isEqualTo(seed);
      assertPieces(plan, read, about);
    }
  }

  /// Asks by plain loops what the metainfo answers by search.
  private static void assertPieces(TorrentPlan plan, Metainfo read, String about) {
    Info info = read.info();
    for (int piece = 0; piece < plan.geometry().pieceCount(); piece++) {
      byte[] bytes =
          TestContent.piece(plan, piece, file -> TestContent.of(file.path(), file.length()));
      PieceHash expected = info.pieceHash(piece, read.layers());
      assertThat(expected).as(about).isNotNull();
      int content =
          plan.slices(piece).stream()
              .filter(slice -> !plan.files().get(slice.file()).padding())
              .mapToInt(FileSlice::length)
              .sum();
      assertThat(info.contentSize(piece)).as(about).isEqualTo(content);
      if (expected != null && expected.v1() != null) {
        assertThat(expected.v1()).isEqualTo(Hash.of(HashTree.digest("SHA-1").digest(bytes)));
      }
      if (expected != null && expected.v2() != null) {
        assertThat(expected.v2Length()).as(about).isEqualTo(content);
        byte[] data = Arrays.copyOf(bytes, expected.v2Length());
        assertThat(expected.v2())
            .as(about)
            .isEqualTo(TestContent.pieceRoot(data, expected.v2Width()));
      }
    }
  }

  private static TorrentDraft random(long seed, TorrentVersion version) {
    SplittableRandom random = new SplittableRandom(seed);
    List<DraftFile> files = new ArrayList<>();
    int count = random.nextInt(1, 9);
    for (int i = 0; i < count; i++) {
      String folder = List.of("x", "x.y", "\uffee", "\ud83d\ude00").get(random.nextInt(4));
      String name = "f" + i;
      List<String> path = random.nextBoolean() ? List.of(name) : List.of(folder, folder, name);
      int length = random.nextInt(5) == 0 ? 0 : random.nextInt(1, 1 << random.nextInt(1, 18));
      files.add(new DraftFile(path, length, random.nextBoolean(), random.nextBoolean(), null));
    }
    files.add(file(random.nextInt(1, 100_000), "always"));
    files.add(new DraftFile(List.of("link"), 0, false, false, List.of("always")));
    return new TorrentDraft(
        "name",
        false,
        files,
        16384 << random.nextInt(3),
        version,
        true,
        List.of(List.of("http://a/announce", "udp://b:1"), List.of("http://c/announce")),
        List.of("http://d/"),
        "say",
        "who",
        seed);
  }

  @Test
  void emptyPiecesOfWorkCannotBeSealed() throws MetainfoException {
    TorrentPlan plan = folder(TorrentVersion.HYBRID, file(40_000, "a")).plan();
    PieceSums sums = plan.sums();
    sums.putV1(0, Hash.of(HashTree.digest("SHA-1").digest()));
    sums.putV2(0, Hash.of(HashTree.sha256().digest()));
    assertThatThrownBy(() -> plan.seal(sums)).hasMessage("no hash for piece 1");
    assertThatThrownBy(() -> sums.putV1(2, Hash.of(new byte[20])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sums.putV1(0, Hash.of(new byte[32])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1,16384",
    "33554432,16384",
    "33554433,32768",
    "536870912,262144",
    "1073741824,524288",
    "34359738368,16777216",
    "35184372088832,16777216",
    "35184372088833,33554432",
    "9223372036854775807,536870912"
  })
  void pieceLengthFollowsContentLength(long content, int pieceLength) {
    assertThat(TorrentDraft.choosePieceLength(content)).isEqualTo(pieceLength);
  }

  @Test
  void aLengthOfZeroIsChosenByThePlan() throws MetainfoException {
    List<DraftFile> files = List.of(new DraftFile(List.of("x"), 1L << 30));
    TorrentDraft draft = draft("x", true, files, 0, TorrentVersion.V1);
    assertThat(draft.plan().geometry()).isEqualTo(new Geometry(1L << 30, 1 << 19));
  }

  @Test
  void filesComeInTheOrderOfTheirBytes() throws MetainfoException {
    TorrentPlan plan =
        folder(
                TorrentVersion.V1,
                file(1, "\ud83d\ude00"),
                file(1, "\uffee"),
                file(1, "a.b"),
                file(1, "a", "z"),
                file(1, "B"))
            .plan();
    assertThat(plan.files().stream().map(FileEntry::path))
        .containsExactly(
            List.of("B"),
            List.of("a", "z"),
            List.of("a.b"),
            List.of("\uffee"),
            List.of("\ud83d\ude00"));
  }

  @Test
  void whatNoTorrentCanHoldIsRefusedWithAReason() {
    assertRefused(folder(TorrentVersion.V2, file(0, "a")), "empty");
    assertRefused(folder(TorrentVersion.V2), "empty");
    assertRefused(folder(TorrentVersion.V2, file(1, "a"), file(1, "a")), "a is there twice");
    assertRefused(folder(TorrentVersion.V2, file(1, "a"), file(1, "a", "b")), "twice");
    assertRefused(folder(TorrentVersion.V2, file(1, "folder")), "cannot tell");
    assertRefused(draft("a", true, List.of(file(1, "b")), 0, TorrentVersion.V1), "not its name");
    assertRefused(draft("a", false, List.of(file(1, "b")), 1000, TorrentVersion.V1), "power of");
    assertRefused(
        draft(
            "a",
            false,
            List.of(new DraftFile(List.of("b"), Long.MAX_VALUE), file(1, "c")),
            0,
            TorrentVersion.V1),
        "pieces");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a\0", "\ud800"})
  void namesThatAreNoneAreRefused(String name) {
    assertRefused(folder(TorrentVersion.V1, file(1, name)), "cannot be the name");
    assertRefused(
        draft(name, false, List.of(file(1, "a")), 0, TorrentVersion.V1), "cannot be the name");
  }

  private static void assertRefused(TorrentDraft draft, String reason) {
    assertThatThrownBy(draft::plan)
        .isInstanceOf(MetainfoException.class)
        .hasMessageContaining(reason);
  }
}
