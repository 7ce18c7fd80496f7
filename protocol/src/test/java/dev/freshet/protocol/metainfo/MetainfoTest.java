package dev.freshet.protocol.metainfo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.bencode.BencodeWriter;
import dev.freshet.protocol.bencode.RandomBencode;
import dev.freshet.protocol.magnet.Magnet;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetainfoTest {
  private static final String INFO = "4:infod6:lengthi1e4:name1:x12:piece lengthi16384e6:pieces20:";
  private static final String END = "x".repeat(20) + "e";

  private static Metainfo parse(String bencoded) throws MetainfoException {
    return Metainfo.parse(bencoded.getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource({
    "single-v1,ac3a8af28d7018e308806cad634a22fd425809f3,",
    "single-v2,,2ef59351ab38c553878775ff54b50f45e60d317ffe09114da934d2207cf67a06",
    "single-hybrid,9c8a56b04c22ffad336aa7c747badd0cd3ea5f4d,"
        + "25c11e28d5df91d7a2b2d569e9e33975daf78df7673f295aca30e6838db705ad",
    "small-v1,cc14b4e6b571c7f52fe607accb3fc8e9687941de,",
    "small-v2,,d9bbeaa79906cfae55848dd62fee24fed62f8236ecfe87fc0e1b428da15f1257",
    "small-hybrid,615ad34e011ccdd9782c6c966a39583cd65e37af,"
        + "a7d52b78ffaa61584a723649d67648c7df3a88637b5e6e7929560084ad5a74e7",
    "folder-v1,f1f569ff5eb51a252a730a5f793d19de7cbe81ea,",
    "folder-v2,,b62b21bf8f8c30cff81aeb5bcc4b0ced39c27b7b8a8b91444c39ce83385ab14e",
    "folder-hybrid,664ca0d5af4435632184a2de6d7c4ceb4af361cb,"
        + "b467dd4aff2200d4a8d04ca7130abc272bb0b0a81662fb2a9cbd0181d76a75f9",
    "mktorrent-v1,b3ad8db32a398134748e0439e8eae82ff400228c,"
  })
  void infoHashesAreThoseThatLibtorrentTells(String name, @Nullable String v1, @Nullable String v2)
      throws MetainfoException {
    Metainfo metainfo = Metainfo.parse(TestContent.torrent(name));
    assertThat(metainfo.info().hashes())
        .isEqualTo(
            new InfoHashes(
                v1 == null ? null : Hash.parseHex(v1), v2 == null ? null : Hash.parseHex(v2)));
    Metainfo again = Metainfo.parse(metainfo.toBytes());
    assertThat(again.toBytes()).isEqualTo(metainfo.toBytes());
    assertThat(again.trackers()).isEqualTo(metainfo.trackers());
  }

  @ParameterizedTest
  @CsvSource({
    "single-v1,100000,100000",
    "single-v2,114688,100000",
    "single-hybrid,100000,100000",
    "small-v2,16384,5",
    "folder-v1,141930,141930",
    "folder-v2,229376,141930",
    "folder-hybrid,229376,141930"
  })
  void thePieceSpaceIsThatOfLibtorrent(String name, long length, long content)
      throws MetainfoException {
    Info info = Metainfo.parse(TestContent.torrent(name)).info();
    assertThat(info.geometry().length()).isEqualTo(length);
    assertThat(info.contentLength()).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder-v2", "folder-hybrid"})
  void filesStandWhereLibtorrentHasThem(String name) throws MetainfoException {
    Info info = Metainfo.parse(TestContent.torrent(name)).info();
    assertThat(
            info.files().stream()
                .map(f ->
                    String.join("/", f.path())
                        + " "
                        + f.length()
                        + " "
                        + f.offset()
                        + (f.padding() ? " pad" : "")
                        + (f.executable() ? " exec" : "")))
        .containsExactly(
            "a 10 0",
            ".pad/32758 32758 10 pad",
            "b 0 32768",
            "c 40000 32768",
            ".pad/25536 25536 72768 pad",
            "sub/x 20000 98304 exec",
            ".pad/12768 12768 118304 pad",
            "sub.d/y 65536 131072",
            "é 16384 196608",
            ".pad/16384 16384 212992 pad");
    assertThat(info.isSingleFile()).isFalse();
    assertThat(info.layeredFiles().stream().map(FileEntry::length)).containsExactly(40000L, 65536L);
    assertThat(info.contentSize(0)).isEqualTo(10);
    assertThat(info.contentSize(2)).isEqualTo(40000 - 32768);
    TreeSpan small = info.treeSpan(0);
    assertThat(small)
        .isEqualTo(new TreeSpan(requireNonNull(info.files().get(0).piecesRoot()), 0, 10, 1, 1));
    TreeSpan second = info.treeSpan(2);
    assertThat(second)
        .isEqualTo(new TreeSpan(requireNonNull(info.files().get(3).piecesRoot()), 1, 7232, 2, 2));
  }

  @Test
  void whatStandsRoundTheInfoIsRead() throws MetainfoException {
    Metainfo metainfo = Metainfo.parse(TestContent.torrent("mktorrent-v1"));
    assertThat(metainfo.trackers())
        .containsExactly(
            List.of("http://a.example/announce", "http://b.example/announce"),
            List.of("http://c.example/announce"));
    assertThat(metainfo.webSeeds()).containsExactly("http://seed.example/");
    assertThat(metainfo.comment()).isEqualTo("by mktorrent");
    assertThat(metainfo.createdBy()).isEqualTo("mktorrent 1.1");
    assertThat(metainfo.info().isPrivate()).isTrue();
    assertThat(metainfo.info().name()).isEqualTo("folder");
    assertThat(metainfo.layers().isComplete(metainfo.info())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"single-v1", "small-v1", "folder-v1", "mktorrent-v1", "folder-hybrid"})
  void v1HashesAreOfTheBytesOfThePieces(String name) throws MetainfoException {
    Info info = Metainfo.parse(TestContent.torrent(name)).info();
    byte[] all = new byte[(int) info.geometry().length()];
    for (FileEntry file : info.files()) {
      if (!file.padding()) {
        byte[] bytes = TestContent.of(file.path(), file.length());
        System.arraycopy(bytes, 0, all, (int) file.offset(), bytes.length);
      }
    }
    for (int piece = 0; piece < info.geometry().pieceCount(); piece++) {
      int from = (int) info.geometry().offset(piece);
      byte[] bytes = Arrays.copyOfRange(all, from, from + info.geometry().pieceSize(piece));
      assertThat(info.v1PieceHash(piece))
          .isEqualTo(Hash.of(HashTree.digest("SHA-1").digest(bytes)));
    }
  }

  @Test
  void announceCountsOnlyWithoutAList() throws MetainfoException {
    assertThat(parse("d8:announce3:a:b" + INFO + END + "e").trackers())
        .containsExactly(List.of("a:b"));
    String list = "13:announce-listll3:c:de";
    assertThat(
            parse("d8:announce3:a:b" + list + "l3:c:d0:3:e:fei1ee" + INFO + END + "e").trackers())
        .containsExactly(List.of("c:d"), List.of("e:f"));
    assertThat(parse("d8:announce3:a:b13:announce-listle" + INFO + END + "e").trackers())
        .containsExactly(List.of("a:b"));
  }

  @Test
  void urlsBeyondTheLimitsAreLeftOut() throws MetainfoException {
    BencodeWriter seeds = new BencodeWriter().list().string("x".repeat(2049));
    for (int i = 0; i < 2000; i++) {
      seeds.string("http://" + i);
    }
    String list = new String(seeds.end().toBytes(), ISO_8859_1);
    List<String> webSeeds = parse("d" + INFO + END + "8:url-list" + list + "e").webSeeds();
    assertThat(webSeeds).hasSize(Metainfo.MAX_URLS).startsWith("http://0");
  }

  @Test
  void aV2TorrentWithoutItsLayersIsRefused() throws MetainfoException {
    byte[] raw = Metainfo.parse(TestContent.torrent("folder-v2")).info().raw();
    byte[] bare = new BencodeWriter().dict().key("info").raw(raw).end().toBytes();
    assertThatThrownBy(() -> Metainfo.parse(bare)).hasMessage("no piece layer for c");
    byte[] torrent = TestContent.torrent("folder-v2");
    String text = new String(torrent, ISO_8859_1);
    int layer = text.indexOf("64:", text.indexOf("piece layers"));
    torrent[layer + 3] ^= 1;
    assertThatThrownBy(() -> Metainfo.parse(torrent))
        .hasMessage("a piece layer that does not fit its file");
  }

  @Test
  void layersComeOneByOne() throws MetainfoException {
    Metainfo whole = Metainfo.parse(TestContent.torrent("folder-v2"));
    Info info = Info.parse(whole.info().raw());
    PieceLayers layers = PieceLayers.NONE;
    assertThat(info.pieceHash(0, layers)).isNotNull();
    assertThat(info.pieceHash(1, layers)).isNull();
    for (FileEntry file : info.layeredFiles()) {
      assertThat(layers.isComplete(info)).isFalse();
      byte[] layer = new byte[64];
      assertThat(layers.with(file, info.geometry().pieceLength(), layer)).isNull();
      byte[] right = whole.layers().layer(requireNonNull(file.piecesRoot()));
      PieceLayers more = layers.with(file, info.geometry().pieceLength(), requireNonNull(right));
      layers = requireNonNull(more);
    }
    assertThat(layers.isComplete(info)).isTrue();
    assertThat(info.pieceHash(1, layers)).isEqualTo(whole.info().pieceHash(1, whole.layers()));
  }

  @Test
  void mutatedTorrentsAreReadOrRefusedButNeverCrash() {
    List<String> names =
        List.of(
            "single-v1", "single-v2", "small-hybrid", "folder-v1", "folder-v2", "folder-hybrid");
    int refused = 0;
    for (long seed = 0; seed < 6_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = TestContent.torrent(names.get(random.nextInt(names.size())));
      bytes = RandomBencode.mutate(bytes, random);
      try {
        Metainfo metainfo = Metainfo.parse(bytes);
        Geometry geometry = metainfo.info().geometry();
        for (int piece = 0; piece < geometry.pieceCount(); piece++) {
          assertThat(metainfo.info().pieceHash(piece, metainfo.layers())).isNotNull();
          assertThat(metainfo.info().contentSize(piece)).isBetween(0, geometry.pieceSize(piece));
        }
        assertThat(Metainfo.parse(metainfo.toBytes()).info().hashes())
            .isEqualTo(metainfo.info().hashes());
      } catch (MetainfoException declared) {
        refused++;
      } catch (RuntimeException | AssertionError crash) {
        throw new AssertionError("seed " + seed, crash);
      }
    }
    assertThat(refused).isBetween(1_000, 5_999);
  }

  @Test
  void theNodesOfATrackerlessTorrentAreRead() throws MetainfoException {
    String good = "l9:192.0.2.1i6881ee";
    String named = "l11:n.example.ai1ee";
    String v6 = "l11:2001:db8::1i65535ee";
    String bad =
        "le" + "l1:ai0ee" + "l1:ai65536ee" + "li1e1:ae" + "l3:a bi1ee" + "l1:ai1ei2ee" + "1:x";
    Metainfo metainfo =
        parse("d" + INFO + END + "5:nodesl" + good + bad + named + v6 + good + "ee");
    assertThat(metainfo.nodes())
        .containsExactly(
            new HostPort("192.0.2.1", 6881),
            new HostPort("n.example.a", 1),
            new HostPort("2001:db8::1", 65535));
    assertThat(Metainfo.parse(metainfo.toBytes()).nodes()).isEqualTo(metainfo.nodes());
    assertThat(Magnet.of(metainfo, List.of()).nodes()).isEqualTo(metainfo.nodes());
    StringBuilder many = new StringBuilder();
    for (int port = 1000; port < 2000; port++) {
      many.append("l1:ni").append(port).append("ee");
    }
    assertThat(parse("d" + INFO + END + "5:nodesl" + many + "ee").nodes()).hasSize(64);
    assertThat(parse("d" + INFO + END + "5:nodes1:xe").nodes()).isEmpty();
  }

  @Test
  void aUrlOfBrokenBytesIsWrittenAsItWasRead() throws MetainfoException {
    String broken = "\u00cc".repeat(2000);
    Metainfo metainfo = parse("d8:announce2000:" + broken + INFO + END + "e");
    assertThat(metainfo.trackers()).hasSize(1);
    assertThat(Metainfo.parse(metainfo.toBytes()).trackers()).isEqualTo(metainfo.trackers());
    Metainfo longer = parse("d8:announce2049:" + "x".repeat(2049) + INFO + END + "e");
    assertThat(longer.trackers()).isEmpty();
  }
}
