package dev.freshet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "192.0.2.1, 192.0.2.1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8::1, 2001:db8::1",
    "[2001:db8::1], 2001:db8::1",
    "2001:0db8:0000:0000:0000:ff00:0042:8329, 2001:db8::ff00:42:8329",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "0:0:0:1::, 0:0:0:1::",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "::ffff:192.0.2.128, 192.0.2.128",
    "::ffff:c000:280, 192.0.2.128",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    "::1.2.3.4, ::102:304",
    "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void literalsAreReadAndWrittenCanonically(String literal, String canonical) {
    assertThat(IpAddress.parse(literal)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ":",
        ":::",
        "[]",
        "[",
        "]",
        "1",
        "1.2",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "256.0.0.1",
        "01.2.3.4",
        "1.2.3.00",
        "0x7f.0.0.1",
        "1.2.3.4 ",
        " 1.2.3.4",
        "+1.2.3.4",
        "-1.2.3.4",
        "1.2.3.4:80",
        "[1.2.3.4]",
        "2130706433",
        "017700000001",
        "localhost",
        "example.org",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "1:2:3:4::5:6:7:8",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8::",
        ":1::",
        "1:::2",
        "1:",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "::1.2.3",
        "::1.2.3.256",
        "::1.2.3.04",
        "1.2.3.4::",
        "1.2.3.4::1",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "[::1",
        "::1]",
        "[[::1]]",
        "\u0661.2.3.4",
        "::\u0661",
        "\uff11::"
      })
  void everythingElseIsRefused(String text) {
    assertThat(IpAddress.parse(text)).isNull();
  }

  @Test
  void textOfAnyAddressIsReadBackAsTheSameAddress() {
    for (long seed = 0; seed < 20_000; seed++) {
      IpAddress ip = anyAddress(seed);
      assertThat(IpAddress.parse(ip.toString())).as("seed %d", seed).isEqualTo(ip);
      assertThat(IpAddress.of(ip.bytes())).as("seed %d", seed).isEqualTo(ip);
    }
  }

  @Test
  void noTextMakesTheParserThrow() {
    String alphabet = "0123456789abcdefF:.[]%x ";
    for (long seed = 0; seed < 50_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(24); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      IpAddress ip = IpAddress.parse(text.toString());
      if (ip != null) {
        assertThat(IpAddress.parse(ip.toString())).as("seed %d", seed).isEqualTo(ip);
      }
      Endpoint.parse(text.toString());
    }
  }

  @Test
  void bothSpellingsOfAnIpv4AddressAreEqual() {
    IpAddress mapped = IpAddress.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 1, 2, 3, 4});
    assertThat(mapped).isEqualTo(IpAddress.of(new byte[] {1, 2, 3, 4})).hasToString("1.2.3.4");
    assertThat(mapped.isV4()).isTrue();
    assertThat(mapped.bytes()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void onlyFourOrSixteenBytesAreAnAddress() {
    assertThatThrownBy(() -> IpAddress.of(new byte[5]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "127.255.0.9, loopback",
    "::1, loopback",
    "0.0.0.0, unspecified",
    "::, unspecified",
    "224.0.0.1, multicast",
    "239.1.1.1, multicast",
    "255.255.255.255, multicast",
    "ff02::1, multicast",
    "10.0.0.1, private",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.168.1.1, private",
    "169.254.1.1, private",
    "100.64.0.1, private",
    "100.127.0.1, private",
    "fe80::1, private",
    "febf::1, private",
    "fc00::1, private",
    "fdff::1, private",
    "8.8.8.8, global",
    "172.15.0.1, global",
    "172.32.0.1, global",
    "100.63.0.1, global",
    "100.128.0.1, global",
    "240.0.0.1, global",
    "2001:db8::1, global",
    "fec0::1, global",
    "fe00::1, global",
    "::2, global"
  })
  void addressesKnowTheirKind(String literal, String kind) {
    IpAddress ip = Objects.requireNonNull(IpAddress.parse(literal));
    assertThat(ip.isLoopback()).isEqualTo(kind.equals("loopback"));
    assertThat(ip.isUnspecified()).isEqualTo(kind.equals("unspecified"));
    assertThat(ip.isMulticast()).isEqualTo(kind.equals("multicast"));
    assertThat(ip.isPrivate()).isEqualTo(kind.equals("private"));
  }

  @Test
  void orderIsThatOfTheBytes() {
    for (long seed = 0; seed < 2_000; seed++) {
      IpAddress a = anyAddress(seed);
      IpAddress b = anyAddress(seed + 1);
      assertThat(Integer.signum(a.compareTo(b)))
          .as("seed %d", seed)
          .isEqualTo(-Integer.signum(b.compareTo(a)));
    }
    assertThat(parsed("::1")).isLessThan(parsed("1.2.3.4")).isLessThan(parsed("ff02::1"));
  }

  private static IpAddress parsed(String literal) {
    return Objects.requireNonNull(IpAddress.parse(literal));
  }

  /// Addresses with many zero groups, so that the shortening is exercised.
  private static IpAddress anyAddress(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    if (random.nextInt(4) == 0) {
      return IpAddress.v4(random.nextInt());
    }
    long[] halves = new long[2];
    for (int i = 0; i < 8; i++) {
      int group = random.nextBoolean() ? 0 : random.nextInt(1 << random.nextInt(1, 17));
      halves[i / 4] = halves[i / 4] << 16 | group;
    }
    return new IpAddress(halves[0], halves[1]);
  }
}
