package dev.freshet.core.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.DraftFile;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.PieceSums;
import dev.freshet.protocol.metainfo.TorrentDraft;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileSelectionTest {
  private static final int PIECE = 16 * 1024;

  /// Five files; with `v2` padding lies between them.
  private static Info info(TorrentVersion version) {
    List<DraftFile> files =
        List.of(
            new DraftFile(List.of("docs", "a.txt"), 20_000),
            new DraftFile(List.of("docs", "b.txt"), 0),
            new DraftFile(List.of("part1.bin"), 30_000),
            new DraftFile(List.of("part2.bin"), 10_000),
            new DraftFile(List.of("zebra"), 1));
    TorrentDraft draft =
        new TorrentDraft(
            "tree", false, files, PIECE, version, false, List.of(), List.of(), null, null, 0);
    try {
      TorrentPlan plan = draft.plan();
      PieceSums sums = plan.sums();
      for (int piece = 0; piece < plan.geometry().pieceCount(); piece++) {
        if (version.hasV1()) {
          sums.putV1(piece, hash(20, piece));
        }
        if (version.hasV2()) {
          sums.putV2(piece, hash(32, piece));
        }
      }
      return plan.seal(sums).info();
    } catch (MetainfoException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Hash hash(int length, int piece) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) (piece + 1));
    return Hash.of(bytes);
  }

  private static List<String> names(FileSelection selection, Info info) {
    return selection.files(info).stream()
        .mapToObj(place -> info.files().get(place).path().getLast())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1          | a.txt",
        "1,4-5      | a.txt part2.bin zebra",
        " 2 - 3 ,5  | b.txt part1.bin zebra",
        "4-99       | part2.bin zebra",
        "zebra      | zebra",
        "*.txt      | a.txt b.txt",
        "part?.bin  | part1.bin part2.bin",
        "docs/      | a.txt b.txt",
        "docs/b*    | b.txt",
        "d*a*.txt   | ",
        "d*/a*.txt  | a.txt",
        "*          | a.txt b.txt part1.bin part2.bin zebra",
      })
  void textsNameFiles(String text, String expected) {
    FileSelection selection = FileSelection.parse(List.of(text));
    List<String> files = expected == null ? List.of() : List.of(expected.split(" "));
    assertThat(names(selection, info(TorrentVersion.V1))).isEqualTo(files);
    // padding is not counted
    assertThat(names(selection, info(TorrentVersion.HYBRID))).isEqualTo(files);
    assertThat(selection.problem(info(TorrentVersion.V1)) == null).isEqualTo(!files.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3-1", "1,0", ""})
  void whatMeansNothingIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> FileSelection.parse(List.of(text)));
  }

  @Test
  void eachRuleMustNameAFile() {
    Info info = info(TorrentVersion.V1);
    assertThat(FileSelection.parse(List.of("1", "*.doc")).problem(info))
        .isEqualTo("no file of tree is meant by \"*.doc\"");
    assertThat(FileSelection.parse(List.of("1,7")).problem(info)).endsWith("\"7\"");
    assertThat(FileSelection.ALL.problem(info)).isNull();
  }

  @Test
  void aLinkCountsFromZeroAndPaddingToo() {
    Info info = info(TorrentVersion.HYBRID);
    assertThat(info.files().get(1).padding()).isTrue();
    assertThat(names(link(new Magnet.Range(0, 2)), info)).containsExactly("a.txt", "b.txt");
    assertThat(link(new Magnet.Range(1, 1)).problem(info)).endsWith("\"so=1\"");
    assertThat(link(new Magnet.Range(0, 0), new Magnet.Range(90, 99)).problem(info)).isNull();
  }

  private static FileSelection link(Magnet.Range... ranges) {
    InfoHashes hashes = new InfoHashes(hash(20, 0), null);
    return FileSelection.of(
        new Magnet(
            hashes,
            null,
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(ranges)));
  }

  @ParameterizedTest
  @CsvSource({"V1", "V2", "HYBRID"})
  void thePiecesAreThoseInWhichTheFilesHaveBytes(TorrentVersion version) {
    Info info = info(version);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      List<String> texts = new ArrayList<>();
      for (int number = 1; number <= 5; number++) {
        if (random.nextBoolean()) {
          texts.add(Integer.toString(number));
        }
      }
      FileSelection selection = FileSelection.parse(texts);
      Bitfield pieces = selection.pieces(info);
      for (int piece = 0; piece < info.geometry().pieceCount(); piece++) {
        boolean expected = selection.isAll();
        for (FileEntry file : info.files()) {
          boolean wanted =
              selection.files(info).get(info.files().indexOf(file)) && file.length() > 0;
          long end = file.offset() + file.length();
          long begin = info.geometry().offset(piece);
          expected |= wanted && file.offset() < begin + PIECE && end > begin;
        }
        assertThat(pieces.get(piece)).as("%s, piece %d", texts, piece).isEqualTo(expected);
      }
    }
  }

  @Test
  void wildcardsAreThoseOfARegularExpression() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 20_000; i++) {
      String pattern = word("ab*?", random);
      String text = word("ab", random);
      boolean expected = Pattern.matches(pattern.replace("*", ".*").replace('?', '.'), text);
      assertThat(Wildcards.fit(pattern, text)).as("%s, %s", pattern, text).isEqualTo(expected);
    }
  }

  private static String word(String letters, SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    for (int length = random.nextInt(8); length > 0; length--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }
}
