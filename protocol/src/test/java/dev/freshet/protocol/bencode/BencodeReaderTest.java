package dev.freshet.protocol.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeReaderTest {
  private static BencodeValue read(String text) throws BencodeException {
    return BencodeReader.read(text.getBytes(ISO_8859_1), BencodeLimits.METAINFO);
  }

  private static void assertRefused(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BencodeException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 9, 10, -10, 1L << 31, -(1L << 31), 1L << 32, Long.MAX_VALUE})
  void integersAreRead(long value) throws BencodeException {
    assertThat(read("i" + value + "e")).isEqualTo(new BencodeInteger(value, 0, 0));
  }

  @Test
  void theLowestIntegerIsRead() throws BencodeException {
    assertThat(read("i-9223372036854775808e")).isEqualTo(new BencodeInteger(Long.MIN_VALUE, 0, 22));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ie",
        "i-e",
        "i-0e",
        "i00e",
        "i01e",
        "i-01e",
        "i+1e",
        "i 1e",
        "i1",
        "i",
        "i1.0e",
        "i--1e",
        "i9223372036854775808e",
        "i-9223372036854775809e",
        "i18446744073709551616e",
        "ideadbeefe",
        "i99999999999999999999e",
        "i1-e",
        "01:a",
        "-1:a",
        "1:",
        "2:a",
        ":",
        "5",
        "1",
        "1a",
        "4294967297:a",
        "18446744073709551617:a",
        "99999999999999999999999:a",
        "",
        "e",
        "x",
        "l",
        "d",
        "le e",
        "lee",
        "de1:a",
        "d1:ae",
        "d1:a",
        "di1e1:ae",
        "dle1:ae",
        "d1:ai1e1:bee",
        "l1:a",
        "ld",
        "\u00ff",
        "1:a ",
        " 1:a",
        "d1:ai1ei2e1:be"
      })
  void whatIsNotBencodeIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(BencodeException.class);
  }

  @Test
  void stringsAreSlicesWithTheirPlace() throws BencodeException {
    BencodeList list = (BencodeList) read("l0:12:abcdefghijkle");
    BencodeString empty = (BencodeString) list.items().get(0);
    BencodeString twelve = (BencodeString) list.items().get(1);
    assertThat(new int[] {empty.start(), empty.from(), empty.end()}).containsExactly(1, 3, 3);
    assertThat(new int[] {twelve.start(), twelve.from(), twelve.end()}).containsExactly(3, 6, 18);
    assertThat(twelve.text()).isEqualTo("abcdefghijkl");
    assertThat(twelve.at(1)).isEqualTo((byte) 'b');
    assertThat(twelve.view().remaining()).isEqualTo(12);
    assertThatThrownBy(() -> twelve.at(12)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theRawSliceOfADictionaryIsKept() throws BencodeException {
    BencodeDict outer = (BencodeDict) read("d4:infod1:bi1e1:ai2ee1:zi0ee");
    BencodeDict info = requireNonNull(outer.dict("info"));
    assertThat(new String(info.raw(), ISO_8859_1)).isEqualTo("d1:bi1e1:ai2ee");
  }

  @Test
  void keysOutOfOrderAreTakenAndTold() throws BencodeException {
    BencodeDict unordered = (BencodeDict) read("d1:ci3e1:ai1e1:bi2ee");
    assertThat(unordered.isOrdered()).isFalse();
    assertThat(unordered).isEqualTo(read("d1:ai1e1:bi2e1:ci3ee"));
    assertThat(unordered.integer("b", 0)).isEqualTo(2);
    assertThat(((BencodeDict) read("d1:ald1:bi1e1:ai1eeee")).isOrdered()).isFalse();
    assertThat(((BencodeDict) read("d1:ald1:ai1e1:bi1eeee")).isOrdered()).isTrue();
  }

  @Test
  void keysCompareAsUnsignedBytes() throws BencodeException {
    BencodeDict dict = (BencodeDict) read("d1:\u007fi1e1:\u0080i2ee");
    assertThat(dict.isOrdered()).isTrue();
    assertThat(dict.key(1).at(0)).isEqualTo((byte) 0x80);
  }

  @Test
  void aKeyTwiceIsRefused() {
    assertRefused("d1:ai1e1:ai2ee", "twice");
    assertRefused("d1:ai1e1:bi2e1:ai3ee", "twice");
  }

  @Test
  void valuesOfAnotherKindAreNotThere() throws BencodeException {
    BencodeDict dict = (BencodeDict) read("d1:ai1e1:b1:xe");
    assertThat(dict.string("a")).isNull();
    assertThat(dict.integer("b", 7)).isEqualTo(7);
    assertThat(dict.dict("c")).isNull();
    assertThat(dict.list("b")).isNull();
    assertThat(dict.text("b")).isEqualTo("x");
  }

  @Test
  void textThatIsNotUtf8StaysDistinct() throws BencodeException {
    BencodeString latin = (BencodeString) read("2:\u00e9x");
    assertThat(latin.utf8()).isNull();
    assertThat(latin.text()).isEqualTo("éx");
    assertThat(((BencodeString) read("2:\u00c3\u00a9")).text()).isEqualTo("é");
  }

  @Test
  void bytesBehindTheValueAreRefusedOrTheCallers() throws BencodeException {
    assertRefused("dex", "1 bytes after");
    ByteBuffer in = ByteBuffer.wrap("??d1:ai1eepayload".getBytes(ISO_8859_1));
    in.position(2);
    BencodeDict dict = BencodeReader.readDict(in, BencodeLimits.MESSAGE);
    assertThat(dict.integer("a", 0)).isEqualTo(1);
    assertThat(in.position()).isEqualTo(10);
    ByteBuffer direct = ByteBuffer.allocateDirect(4).put("dexx".getBytes(ISO_8859_1)).flip();
    assertThat(BencodeReader.readDict(direct, BencodeLimits.MESSAGE).size()).isZero();
    assertThat(direct.position()).isEqualTo(2);
  }

  @Test
  void aBufferStaysWhereItWasWhenNothingIsThere() {
    ByteBuffer in = ByteBuffer.wrap("xd1:ae".getBytes(ISO_8859_1)).position(1);
    assertThatThrownBy(() -> BencodeReader.readDict(in, BencodeLimits.MESSAGE))
        .isInstanceOf(BencodeException.class);
    assertThat(in.position()).isEqualTo(1);
  }

  @Test
  void depthIsBounded() throws BencodeException {
    assertThat(read("l".repeat(100) + "e".repeat(100))).isInstanceOf(BencodeList.class);
    assertRefused("l".repeat(101) + "e".repeat(101), "deeper than 100");
    assertRefused("l".repeat(10_000_000), "deeper than 100");
    assertRefused("d1:a".repeat(1_000_000), "deeper than 100");
  }

  @Test
  void tokensAndSizeAreBounded() throws BencodeException {
    BencodeLimits few = new BencodeLimits(2, 4, 12);
    byte[] four = "l0:0:0:e".getBytes(ISO_8859_1);
    assertThat(BencodeReader.read(four, few)).isInstanceOf(BencodeList.class);
    assertThatThrownBy(() -> BencodeReader.read("l0:0:0:0:e".getBytes(ISO_8859_1), few))
        .hasMessageContaining("more than 4 values");
    assertThatThrownBy(() -> BencodeReader.read(new byte[13], few))
        .hasMessageContaining("13 bytes, more than 12");
    assertThatThrownBy(() -> BencodeReader.readDict(ByteBuffer.allocate(13), few))
        .hasMessageContaining("13 bytes, more than 12");
  }

  @Test
  void limitsAreStated() {
    assertThat(BencodeLimits.METAINFO).isEqualTo(new BencodeLimits(100, 3_000_000, 134_217_728));
    assertThat(BencodeLimits.MESSAGE).isEqualTo(new BencodeLimits(32, 100_000, 1_048_576));
    assertThatThrownBy(() -> new BencodeLimits(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsWrittenIsReadBack() throws BencodeException {
    for (long seed = 0; seed < 300; seed++) {
      byte[] bytes = RandomBencode.bytes(new SplittableRandom(seed));
      BencodeValue value = BencodeReader.read(bytes, BencodeLimits.METAINFO);
      assertThat(RandomBencode.write(value)).as("seed " + seed).isEqualTo(bytes);
      assertThat(value.start()).isZero();
      assertThat(value.end()).isEqualTo(bytes.length);
    }
  }

  @Test
  void mutationsAreReadOrRefusedButNeverCrash() {
    int refused = 0;
    for (long seed = 0; seed < 3_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = RandomBencode.mutate(RandomBencode.bytes(random), random);
      try {
        BencodeValue value = BencodeReader.read(bytes, BencodeLimits.METAINFO);
        if (!(value instanceof BencodeDict dict) || dict.isOrdered()) {
          assertThat(RandomBencode.write(value)).as("seed " + seed).hasSameSizeAs(bytes);
        }
      } catch (BencodeException declared) {
        refused++;
      } catch (RuntimeException crash) {
        throw new AssertionError("seed " + seed + ": " + Arrays.toString(bytes), crash);
      }
    }
    assertThat(refused).isBetween(300, 2_999);
  }
}
