package dev.freshet.protocol.metainfo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfoTest {
  private static final String R1 = "1".repeat(32);
  private static final String R2 = "2".repeat(32);

  private static Info parse(String bencoded) throws MetainfoException {
    return Info.parse(bencoded.getBytes(ISO_8859_1));
  }

  private static void assertRefused(String bencoded, String reason) {
    assertThatThrownBy(() -> parse(bencoded))
        .isInstanceOf(MetainfoException.class)
        .hasMessageContaining(reason);
  }

  private static String pieces(int count) {
    return "6:pieces" + 20 * count + ":" + "p".repeat(20 * count);
  }

  private static String v1(String files, int pieceCount) {
    return "d5:filesl" + files + "e4:name1:n12:piece lengthi16384e" + pieces(pieceCount) + "e";
  }

  private static String listed(long length, String path) {
    return "d6:lengthi" + length + "e4:pathl" + path + "ee";
  }

  private static String pad(long length) {
    return "d4:attr1:p6:lengthi" + length + "e4:pathl1:0ee";
  }

  private static String v2(String tree) {
    return "d9:file treed" + tree + "e12:meta versioni2e4:name1:n12:piece lengthi16384ee";
  }

  private static String hybrid(String tree, String files, int pieceCount) {
    return "d9:file treed"
        + tree
        + "e5:filesl"
        + files
        + "e12:meta versioni2e4:name1:n12:piece lengthi16384e"
        + pieces(pieceCount)
        + "e";
  }

  private static String node(String name, long length, String root) {
    return name.length()
        + ":"
        + name
        + "d0:d6:lengthi"
        + length
        + "e11:pieces root32:"
        + root
        + "ee";
  }

  @Test
  void theSmallestTorrentsAreRead() throws MetainfoException {
    Info single = parse("d6:lengthi5e4:name1:n12:piece lengthi3e" + pieces(2) + "e");
    assertThat(single.isSingleFile()).isTrue();
    assertThat(single.geometry().pieceCount()).isEqualTo(2);
    assertThat(single.v1PieceHash(1)).isEqualTo(Hash.of("p".repeat(20).getBytes(ISO_8859_1)));
    assertThatThrownBy(() -> single.v1PieceHash(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(single.treeSpan(0)).isNull();
    assertThat(parse(v1(listed(5, "1:a"), 1)).isSingleFile()).isFalse();
    assertThat(parse(v2(node("n", 5, R1))).isSingleFile()).isTrue();
    assertThat(parse(v2(node("m", 5, R1))).isSingleFile()).isFalse();
    assertThat(parse(hybrid(node("a", 5, R1), listed(5, "1:a"), 1)).hashes().wire()).hasSize(2);
  }

  @Test
  void keysOutOfOrderAreTakenOfV1AndHashedAsTheyCame() throws MetainfoException {
    String unordered = "d4:name1:n6:lengthi5e12:piece lengthi16384e" + pieces(1) + "e";
    byte[] sha1 = HashTree.digest("SHA-1").digest(unordered.getBytes(ISO_8859_1));
    assertThat(parse(unordered).hashes().v1()).isEqualTo(Hash.of(sha1));
    assertRefused(
        "d12:meta versioni2e9:file treed" + node("n", 5, R1) + "e4:name1:n12:piece lengthi16384ee",
        "order");
  }

  @Test
  void namesThatAreNotUtf8AreReadByteByByte() throws MetainfoException {
    Info info = parse(v1(listed(5, "2:\u00e9a"), 1));
    assertThat(info.files().getFirst().path()).containsExactly("éa");
    Info better = parse(v1("d6:lengthi5e4:pathl1:\u00e9e10:path.utf-8l2:\u00c3\u00a8ee", 1));
    assertThat(better.files().getFirst().path()).containsExactly("è");
  }

  @ParameterizedTest
  @CsvSource({
    ".pad,5",
    ".pad,5-2",
    ".pad,5-100000",
    ".pad,5-1",
    ".pad,5-02",
    ".pad,5-",
    ".pad,-2",
    ".pad,6",
    ".pad,5-1000000000",
    ".pad,5-99999999999999999999",
    "pad,5",
    "pad,5-2"
  })
  void paddingIsCalledAsItIs(String folder, String name) throws MetainfoException {
    String path = folder.length() + ":" + folder + name.length() + ":" + name;
    Info info = parse(v1(listed(5, "1:a") + "d4:attr1:p6:lengthi5e4:pathl" + path + "ee", 1));
    assertThat(info.files().get(1).path()).containsExactly(folder, name);
  }

  @Test
  void attributesAreRead() throws MetainfoException {
    Info info =
        parse(
            v1(
                "d4:attr2:xh6:lengthi5e4:pathl1:aee"
                    + "d4:attr1:l6:lengthi0e4:pathl1:be12:symlink pathl1:a1:cee",
                1));
    FileEntry file = info.files().get(0);
    assertThat(file.executable() && file.hidden() && !file.padding()).isTrue();
    assertThat(info.files().get(1).symlink()).containsExactly("a", "c");
    assertRefused(v1("d4:attr1:l6:lengthi5e4:pathl1:be12:symlink pathl1:aee", 1), "symbolic");
    assertRefused(v1("d4:attr1:l6:lengthi0e4:pathl1:bee", 1), "path");
  }

  @Test
  void whatIsNotAnInfoDictionaryIsRefused() {
    assertRefused("", "not bencode");
    assertRefused("le", "not bencode: not a dictionary");
    assertRefused("de", "no name");
    assertRefused("d4:name0:e", "no name");
    assertRefused("d4:name1:ne", "neither");
    assertRefused("d6:lengthi5e4:name1:n12:piece lengthi0e" + pieces(1) + "e", "pieces of 0");
    assertRefused("d6:lengthi5e4:name1:n12:piece lengthi-1e" + pieces(1) + "e", "pieces of -1");
    assertRefused("d6:lengthi5e4:name1:n12:piece lengthi536870913e" + pieces(1) + "e", "536870913");
    assertRefused("d4:name1:n12:piece lengthi16384e" + pieces(1) + "e", "without a length");
    assertRefused("d12:meta versioni3e4:name1:ne", "version 3");
    assertRefused("d12:meta versioni2e4:name1:n12:piece lengthi16384ee", "without a file tree");
    assertRefused(v1(listed(5, "1:a"), 2), "40 bytes of piece hashes where 20 are due");
    assertRefused(v1(listed(0, "1:a"), 0), "empty");
    assertRefused(v1(pad(5), 1), "empty");
    assertRefused(v1(listed(-1, "1:a"), 1), "without a length");
    assertRefused(v1(listed(5, ""), 1), "without a path");
    assertRefused(v1(listed(5, "i1e"), 1), "not a string");
    assertRefused(v1("i1e", 1), "not a dictionary");
    assertRefused(v1(listed(5, "1:a".repeat(101)), 1), "deeper than 100");
  }

  @Test
  void sizesThatOverflowAreRefused() {
    assertRefused(v1(listed(Long.MAX_VALUE, "1:a"), 1), "pieces");
    assertRefused(
        v1(listed(Long.MAX_VALUE, "1:a") + listed(Long.MAX_VALUE, "1:b") + listed(3, "1:c"), 1),
        "pieces");
    long most = (1L << 21) * 16384;
    assertRefused(v1(listed(most, "1:a") + listed(1, "1:b"), 1), "more than 2097152 pieces");
    assertRefused(v1(listed(most, "1:a"), 1), "where 41943040 are due");
    assertRefused(v2(node("a", most, R1) + node("b", 1, R2)), "more than 2097152 pieces");
  }

  @Test
  void treesThatAreNoneAreRefused() {
    assertRefused(v2(""), "empty");
    assertRefused(v2("1:ai1e"), "file tree");
    assertRefused(v2("0:d6:lengthi5e11:pieces root32:" + R1 + "e"), "file tree");
    assertRefused(v2("1:ad0:i1ee"), "also a folder");
    assertRefused(v2("1:ad0:d6:lengthi0ee1:b1:xe"), "also a folder");
    assertRefused(v2("1:ad0:d6:lengthi5eee"), "pieces root");
    assertRefused(v2("1:ad0:d6:lengthi5e11:pieces root3:abcee"), "pieces root");
    assertRefused(v2("1:ad0:d4:attr1:p6:lengthi5e11:pieces root32:" + R1 + "ee"), "padding");
    assertRefused(v2("1:ad".repeat(200) + "e".repeat(200)), "not bencode: deeper");
    assertRefused(v2(node("a", 5, R1) + node("b", 6, R1)), "one pieces root");
    assertRefused(
        v2(node("a", 5, R1)).replace("i16384e", "i16385e"), "not a power of two from 16 KiB");
    assertRefused(v2(node("a", 5, R1)).replace("i16384e", "i8192e"), "not a power of two");
  }

  @Test
  void aHybridMustAgreeWithItself() throws MetainfoException {
    String tree = node("a", 5, R1) + node("b", 7, R2);
    String a = listed(5, "1:a");
    String b = listed(7, "1:b");
    assertThat(parse(hybrid(tree, a + pad(16379) + b, 2)).geometry().length()).isEqualTo(16391);
    assertThat(parse(hybrid(tree, a + pad(16379) + b + pad(16377), 2)).geometry().length())
        .isEqualTo(32768);
    assertRefused(hybrid(tree, a + b, 1), "no padding before b");
    assertRefused(hybrid(tree, b + pad(16377) + a, 2), "differ at b");
    assertRefused(hybrid(tree, a + pad(16379) + listed(8, "1:b"), 2), "differ at b");
    assertRefused(hybrid(tree, a, 1), "tree has files");
    assertRefused(hybrid(tree, a + pad(16379) + b + pad(16377) + a, 3), "differ at a");
    assertRefused(hybrid(tree, a + pad(16379 + 16384) + b, 3), "more padding");
    assertRefused(hybrid(tree, a + pad(16379) + b + pad(16378), 3), "more padding");
    assertRefused(hybrid(tree, pad(16384) + a, 2), "more padding");
  }

  @Test
  void hundredThousandFilesAreNoBurden() throws MetainfoException {
    List<DraftFile> files = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      files.add(new DraftFile(List.of("folder" + i / 1000, "file" + i), i % 3 == 0 ? 0 : i));
    }
    TorrentDraft draft =
        new TorrentDraft(
            "many",
            false,
            files,
            0,
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
      sums.putV1(piece, Hash.of(HashTree.digest("SHA-1").digest(new byte[] {(byte) piece})));
      byte[] each = {(byte) piece, (byte) (piece >> 8), (byte) (piece >> 16)};
      sums.putV2(piece, Hash.of(HashTree.sha256().digest(each)));
    }
    Info info = Metainfo.parse(plan.seal(sums).toBytes()).info();
    assertThat(info.files().stream().filter(file -> !file.padding())).hasSize(100_000);
    long content = 0;
    for (int piece = 0; piece < info.geometry().pieceCount(); piece++) {
      content += info.contentSize(piece);
      TreeSpan span = info.treeSpan(piece);
      assertThat(span != null && span.dataLength() == info.contentSize(piece)).isTrue();
    }
    assertThat(content).isEqualTo(info.contentLength());
  }

  @Test
  void aBombOfDepthFailsAtOnce() {
    byte[] bomb = "l".repeat(10_000_000).getBytes(ISO_8859_1);
    assertThatThrownBy(() -> Info.parse(bomb)).hasMessageContaining("deeper than 100");
    byte[] torrent = new BencodeWriter().dict().key("info").integer(1).end().toBytes();
    assertThatThrownBy(() -> Metainfo.parse(torrent)).hasMessage("no info dictionary");
  }
}
