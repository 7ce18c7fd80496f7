package dev.freshet.protocol.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BencodeCursorTest {
  private static BencodeDict folded(byte[] bytes) throws BencodeException {
    return BencodeReader.readDict(bytes, BencodeLimits.METAINFO, List.of("x"));
  }

  private static byte[] around(byte[] value) {
    return new BencodeWriter().dict().key("a").integer(1).key("x").raw(value).end().toBytes();
  }

  @Test
  void onlyTheKeysNamedAreFolded() throws BencodeException {
    BencodeDict dict = folded("d1:xli1ee1:yd1:xleee".getBytes(ISO_8859_1));
    BencodeFold fold = requireNonNull(dict.foldedList("x"));
    assertThat(new String(fold.raw(), ISO_8859_1)).isEqualTo("li1ee");
    assertThat(dict.foldedDict("x")).isNull();
    assertThat(dict.list("x")).isNull();
    assertThat(requireNonNull(dict.dict("y")).list("x")).isNotNull();
  }

  @Test
  void stringsAndIntegersAreNeverFolded() throws BencodeException {
    assertThat(folded(around("i7e".getBytes(ISO_8859_1))).integer("x", 0)).isEqualTo(7);
  }

  @Test
  void whatIsFoldedIsCheckedAllTheSame() throws BencodeException {
    for (String wrong : List.of("d1:ai1e1:ai1ee", "d1:bi1e1:ai1e1:bi1ee", "li01ee", "di1ei1ee")) {
      assertThatThrownBy(() -> folded(("d1:x" + wrong + "e").getBytes(ISO_8859_1)))
          .as(wrong)
          .isInstanceOf(BencodeException.class);
    }
    assertThat(folded("d1:xld1:bi1e1:ai1eeee".getBytes(ISO_8859_1)).isOrdered()).isFalse();
  }

  @Test
  void aWalkMeetsWhatWouldHaveBeenRead() throws BencodeException {
    int walked = 0;
    for (long seed = 0; seed < 300; seed++) {
      byte[] bytes = RandomBencode.bytes(new SplittableRandom(seed));
      BencodeValue built = BencodeReader.read(bytes, BencodeLimits.METAINFO);
      BencodeDict dict = folded(around(bytes));
      if (built instanceof BencodeList list) {
        BencodeCursor walk = requireNonNull(dict.foldedList("x")).walk();
        assertThat(rest(walk)).as("seed " + seed).isEqualTo(list.items());
        walked++;
      } else if (built instanceof BencodeDict inner) {
        BencodeCursor walk = requireNonNull(dict.foldedDict("x")).walk();
        List<BencodeValue> both = new ArrayList<>();
        for (int i = 0; i < inner.size(); i++) {
          both.add(inner.key(i));
          both.add(inner.value(i));
        }
        assertThat(rest(walk)).as("seed " + seed).isEqualTo(both);
        walked++;
      }
    }
    assertThat(walked).isGreaterThan(50);
  }

  @Test
  void aWalkGoesInAndOut() throws BencodeException {
    BencodeCursor walk =
        requireNonNull(folded("d1:xd1:ad0:i1ee1:bleee".getBytes(ISO_8859_1)).foldedDict("x"))
            .walk();
    assertThat(walk.string().text()).isEqualTo("a");
    assertThat(walk.isDict()).isTrue();
    walk.enter();
    assertThat(walk.string().length()).isZero();
    assertThat(walk.value()).isEqualTo(new BencodeInteger(1, 0, 0));
    assertThat(walk.more()).isFalse();
    walk.leave();
    assertThat(walk.string().text()).isEqualTo("b");
    assertThat(walk.isDict()).isFalse();
    assertThatThrownBy(walk::leave).isInstanceOf(IllegalStateException.class);
  }

  private static List<BencodeValue> rest(BencodeCursor walk) {
    List<BencodeValue> all = new ArrayList<>();
    while (walk.more()) {
      all.add(walk.value());
    }
    return all;
  }
}
