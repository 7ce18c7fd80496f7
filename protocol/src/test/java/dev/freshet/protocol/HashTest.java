package dev.freshet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
  private static final String SHA1 = "0123456789abcdef0123456789abcdef01234567";
  private static final String SHA256 = SHA1 + "89abcdef0123456789abcdef";

  @ParameterizedTest
  @ValueSource(strings = {SHA1, SHA256})
  void hexIsReadAndWritten(String hex) {
    Hash hash = Hash.parseHex(hex);
    assertThat(hash).hasToString(hex);
    assertThat(hash.hex()).isEqualTo(hex);
    assertThat(hash.length()).isEqualTo(hex.length() / 2);
    assertThat(Hash.parseHex(hex.toUpperCase(Locale.ROOT))).isEqualTo(hash).hasSameHashCodeAs(hash);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "00", SHA1 + "0", SHA1 + "00", "g123456789abcdef0123456789abcdef01234567"})
  void whatIsNoHashIsRefused(String hex) {
    assertThatThrownBy(() -> Hash.parseHex(hex)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 19, 21, 31, 33})
  void otherLengthsAreRefused(int length) {
    assertThatThrownBy(() -> Hash.of(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not " + length);
  }

  @Test
  void aHashSharesNoBytes() {
    byte[] bytes = new byte[20];
    Hash hash = Hash.of(bytes);
    bytes[0] = 1;
    hash.bytes()[1] = 1;
    assertThat(hash.bytes()).isEqualTo(new byte[20]);
  }

  @Test
  void buffersAreReadAndWrittenAtTheirPosition() {
    Hash hash = Hash.parseHex(SHA256);
    ByteBuffer buffer = ByteBuffer.allocate(34).position(1);
    hash.write(buffer);
    assertThat(buffer.position()).isEqualTo(33);
    assertThat(Hash.read(buffer.position(1), 32)).isEqualTo(hash);
    assertThat(buffer.position()).isEqualTo(33);
    assertThat(Hash.of(buffer.array(), 1, 32)).isEqualTo(hash);
    assertThat(hash.matches(buffer.array(), 1)).isTrue();
    assertThat(hash.matches(buffer.array(), 2)).isFalse();
  }

  @Test
  void aSha256IsCutToTwentyBytes() {
    assertThat(Hash.parseHex(SHA256).truncated()).isEqualTo(Hash.parseHex(SHA1));
    assertThat(Hash.parseHex(SHA1).truncated()).isEqualTo(Hash.parseHex(SHA1));
  }

  @Test
  void orderIsThatOfUnsignedBytes() {
    Hash low = Hash.parseHex("7f" + "0".repeat(38));
    Hash high = Hash.parseHex("80" + "0".repeat(38));
    assertThat(low).isLessThan(high);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 200; i++) {
      byte[] one = new byte[20];
      byte[] two = new byte[20];
      random.nextBytes(one);
      random.nextBytes(two);
      two[0] = one[0];
      int byHex = Hash.of(one).hex().compareTo(Hash.of(two).hex());
      assertThat(Integer.signum(Hash.of(one).compareTo(Hash.of(two))))
          .isEqualTo(Integer.signum(byHex));
    }
  }
}
