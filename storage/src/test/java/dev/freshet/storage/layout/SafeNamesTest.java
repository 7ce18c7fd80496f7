package dev.freshet.storage.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.bencode.BencodeWriter;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a metainfo names its files, they lie below the folder, each in its own place.
final class SafeNamesTest {
  private static final String[] HOSTILE = {
    "..",
    ".",
    "",
    "/",
    "\\",
    "/etc/passwd",
    "C:",
    "C:\\x",
    "\\\\host\\share",
    "a/b",
    "a\\b",
    "\0",
    "a\0b",
    "CON",
    "con.txt",
    "LPT1",
    "COM¹",
    "nul",
    "a.",
    "a ",
    "...",
    " ",
    "a:b",
    "a\nb",
    "\u202e",
    "\u2025",
    "\uff0e\uff0e",
    "é",
    "e\u0301",
    "É",
    "a",
    "A",
    "ß",
    "SS",
    "ſ",
    "\ud800",
    "a.1",
    "a.1.txt",
    "a.txt",
    "A.TXT",
    ".pad",
    "x".repeat(300) + ".ext",
    "ж".repeat(200),
    "~",
    "-rf",
    "$HOME",
    "\u0000..",
    "..\u200b",
    "\ufeff..",
    ".. ",
    "*",
    "?",
    "aux.c",
    "b",
    "b.txt",
    "K",
    "K"
  };

  private static Info info(String name, List<List<String>> paths) {
    BencodeWriter out = new BencodeWriter().dict().key("files").list();
    for (List<String> path : paths) {
      out.dict().key("length").integer(1).key("path").list();
      path.forEach(out::string);
      out.end().end();
    }
    out.end().key("name").string(name).key("piece length").integer(1 << 20);
    byte[] sums = new byte[20 * ((paths.size() - 1) / (1 << 20) + 1)];
    sums[0] = 1;
    try {
      return Info.parse(out.key("pieces").string(sums).end().toBytes());
    } catch (MetainfoException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> names(String... paths) {
    List<List<String>> split = new ArrayList<>();
    for (String path : paths) {
      split.add(List.of(path.split("/", -1)));
    }
    return SafeNames.of(info("t", split)).stream()
        .map(path -> Objects.requireNonNull(path).toString())
        .toList();
  }

  /// 25,000 names each; `-Dfreshet.names=40` makes a million.
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("freshet.names", 4));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noneOfManyHostileNamesEscapesOrMeetsAnother(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<String>> paths = new ArrayList<>();
    for (int i = 0; i < 25_000; i++) {
      List<String> path = new ArrayList<>();
      for (int depth = random.nextInt(1, 5); depth > 0; depth--) {
        path.add(
            random.nextInt(5) == 0
                ? random
                    .ints(random.nextInt(6), 0, 0x3000)
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString()
                : HOSTILE[random.nextInt(HOSTILE.length)]);
      }
      paths.add(path);
    }
    // a torrent without a name is refused before it gets here
    String drawn = HOSTILE[random.nextInt(HOSTILE.length)];
    String name = drawn.isEmpty() ? ".." : drawn;
    Set<String> files = new HashSet<>();
    Set<String> folders = new HashSet<>();
    Path root = Path.of("/root").toAbsolutePath();
    for (Path path : SafeNames.of(info(name, paths))) {
      Path safe = Objects.requireNonNull(path);
      assertThat(safe.isAbsolute()).isFalse();
      assertThat(root.resolve(safe).normalize()).isEqualTo(root.resolve(safe));
      assertThat(safe.getNameCount()).isGreaterThan(1);
      String folded = "";
      for (Path element : safe) {
        check(element.toString());
        if (!folded.isEmpty()) {
          folders.add(folded);
        }
        folded += "/" + SafeElement.folded(element.toString());
      }
      assertThat(files.add(folded)).as("seed %d: %s", seed, safe).isTrue();
    }
    files.retainAll(folders);
    assertThat(files).as("seed %d: files that are folders", seed).isEmpty();
  }

  /// Where `\` and `:` mean something, they are refused.
  @Test
  void toReadANameIsTakenAsItIsIfItIsOneHere() throws MetainfoException {
    Path root = Path.of("/root").toAbsolutePath();
    for (String element : HOSTILE) {
      if (element.isEmpty()) {
        continue;
      }
      Info info = info("t", List.of(List.of("d", element)));
      Path path = SafeNames.verbatim(info, info.files().getFirst());
      if (path != null) {
        assertThat(path.isAbsolute()).isFalse();
        assertThat(path.getNameCount()).isEqualTo(3);
        assertThat(path.getFileName().toString())
            .isEqualTo(info.files().getFirst().path().getLast());
        assertThat(root.resolve(path).normalize()).isEqualTo(root.resolve(path));
      }
    }
    if (root.getFileSystem().getSeparator().equals("/")) {
      Info info = info("t", List.of(List.of("dump 12:30.iso"), List.of("a\\b")));
      assertThat(SafeNames.verbatim(info, info.files().get(0))).hasToString("t/dump 12:30.iso");
      assertThat(SafeNames.verbatim(info, info.files().get(1))).hasToString("t/a\\b");
    }
  }

  private static void check(String element) {
    assertThat(element.getBytes(StandardCharsets.UTF_8).length).isBetween(1, 255);
    assertThat(element).doesNotMatch("(?s).*[/\\\\:*?\"<>|\\x00-\\x1f\\x7f].*").doesNotEndWith(".");
    assertThat(element).doesNotEndWith(" ").isNotIn("..", ".");
    assertThat(element.toUpperCase(Locale.ROOT))
        .doesNotMatch("(CON|PRN|AUX|NUL|LPT\\d|COM\\d)(\\..*)?");
  }

  @Test
  void harmlessNamesStayAsTheyAre() {
    assertThat(names("a/b.txt", "a/Ünïcödé ✓.tar.gz", ".hidden", "a/-x", "日本/語"))
        .containsExactly("t/a/b.txt", "t/a/Ünïcödé ✓.tar.gz", "t/.hidden", "t/a/-x", "t/日本/語");
  }

  @ParameterizedTest
  @CsvSource({
    "a.txt, A.TXT, t/a.txt, t/A.1.TXT",
    "x, x, t/x, t/x.1",
    "x, x/y, t/x, t/x.1/y",
    "x/y, x, t/x/y, t/x.1",
    "X/y, x/y, t/X/y, t/x.1/y",
    "\u00e9, e\u0301, t/\u00e9, t/e\u0301.1",
    ".bashrc, .BASHRC, t/.bashrc, t/.BASHRC.1",
    "../x, _/x, t/_/x, t/_.1/x",
    "CON, con.c, t/_CON, t/_con.c",
  })
  void twinsAreToldApartByANumber(
      String first, String second, String safeFirst, String safeSecond) {
    assertThat(names(first, second)).containsExactly(safeFirst, safeSecond);
  }

  @Test
  void aLongNameIsCutButKeepsItsExtension() {
    String cut = names("ж".repeat(300) + ".torrent").getFirst();
    assertThat(cut).endsWith("жж.torrent");
    assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isBetween(250, 257);
  }

  @Test
  void manyTwinsAndManyLongNamesThatMeetWhenCutTakeLinearWork() {
    List<List<String>> paths = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      paths.add(List.of("same.txt"));
      paths.add(List.of("y".repeat(249) + "%06d".formatted(i / 2)));
    }
    assertThat(new HashSet<>(SafeNames.of(info("t", paths)))).hasSize(100_000);
  }
}
