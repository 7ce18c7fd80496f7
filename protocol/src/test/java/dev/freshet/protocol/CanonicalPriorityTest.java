package dev.freshet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class CanonicalPriorityTest {
  private final SplittableRandom random = new SplittableRandom(40);

  @Test
  void theVectorsOfTheSpecification() {
    assertThat(between("123.213.32.10:1", "98.76.54.32:2")).isEqualTo(0xec2d7224L);
    assertThat(between("123.213.32.10:1", "123.213.32.234:2")).isEqualTo(0x99568189L);
  }

  @Test
  void masksByHowFarTheAddressesAreApart() {
    assertThat(between("10.1.255.255:1", "10.2.255.255:1")).isEqualTo(crc("0a0155550a025555"));
    assertThat(between("10.1.255.255:1", "10.1.2.255:1")).isEqualTo(crc("0a0102550a01ff55"));
    assertThat(between("10.1.2.255:1", "10.1.2.254:1")).isEqualTo(crc("0a0102fe0a0102ff"));
    assertThat(between("[2001:db8:ffff:ffff::ffff]:1", "[2001:db8:fffe::1]:1"))
        .as("fewer than 48 bits are the same")
        .isEqualTo(crc("20010db8fffe00000000000000000001" + "20010db8ffff55550000000000005555"));
    assertThat(between("[2001:db8:1:ffff::]:1", "[2001:db8:1:eeff::]:1"))
        .as("48 are")
        .isEqualTo(crc("20010db80001ee550000000000000000" + "20010db80001ff550000000000000000"));
    assertThat(between("[2001:db8:1:2::ffff]:1", "[2001:db8:1:2::ff00]:1"))
        .as("all but the last octet is")
        .isEqualTo(crc("20010db800010002000000000000ff00" + "20010db800010002000000000000ffff"));
  }

  @Test
  void portsCountWhereTheAddressIsTheSame() {
    assertThat(between("10.1.2.3:6882", "10.1.2.3:6881")).isEqualTo(crc("1ae11ae2"));
    assertThat(between("10.1.2.3:6882", "10.1.2.4:6881"))
        .isEqualTo(between("10.1.2.3:1", "10.1.2.4:2"));
  }

  @Test
  void bothEndsAgree() {
    for (int i = 0; i < 10_000; i++) {
      Endpoint one = endpoint(i % 2 == 0);
      Endpoint other = endpoint(i % 2 == 0);
      assertThat(CanonicalPriority.between(one, other))
          .isEqualTo(CanonicalPriority.between(other, one))
          .isBetween(0L, 0xffff_ffffL);
    }
  }

  @Test
  void thereIsNoneBetweenFamilies() {
    assertThatThrownBy(() -> between("10.1.2.3:1", "[2001:db8::1]:1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Endpoint endpoint(boolean v4) {
    IpAddress ip =
        v4
            ? IpAddress.v4(random.nextInt())
            : new IpAddress(random.nextLong() | Long.MIN_VALUE, random.nextLong());
    return new Endpoint(ip, 1 + random.nextInt(0xffff));
  }

  private static long between(String one, String other) {
    return CanonicalPriority.between(at(one), at(other));
  }

  private static Endpoint at(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  private static long crc(String hex) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    return sum.getValue();
  }
}
