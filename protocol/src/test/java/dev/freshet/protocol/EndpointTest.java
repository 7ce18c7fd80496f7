package dev.freshet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:6881, 192.0.2.1:6881",
    "192.0.2.1:0, 192.0.2.1:0",
    "192.0.2.1:65535, 192.0.2.1:65535",
    "[2001:DB8::1]:6881, [2001:db8::1]:6881",
    "[::]:1, [::]:1",
    "[::ffff:192.0.2.1]:80, 192.0.2.1:80"
  })
  void anAddressAndAPortAreRead(String text, String canonical) {
    assertThat(Endpoint.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        "192.0.2.1",
        "192.0.2.1:",
        "192.0.2.1:65536",
        "192.0.2.1:080",
        "192.0.2.1:-1",
        "192.0.2.1:+1",
        "192.0.2.1: 1",
        "192.0.2.1:1 ",
        "192.0.2.1:999999999999",
        "[192.0.2.1]:80",
        "2001:db8::1:80",
        "::1",
        "[::1]",
        "[::1]80",
        "[::1]:",
        "[::1",
        "[]:80",
        "example.org:80",
        "192.0.2.1:8\u0660"
      })
  void everythingElseIsRefused(String text) {
    assertThat(Endpoint.parse(text)).isNull();
  }

  @Test
  void textIsReadBackAsTheSameEndpoint() {
    for (long seed = 0; seed < 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      IpAddress ip =
          random.nextBoolean()
              ? IpAddress.v4(random.nextInt())
              : new IpAddress(random.nextLong(), random.nextLong());
      Endpoint endpoint = new Endpoint(ip, random.nextInt(0x10000));
      assertThat(Endpoint.parse(endpoint.toString())).as("seed %d", seed).isEqualTo(endpoint);
    }
  }

  @Test
  void aPortHasSixteenBits() {
    assertThatThrownBy(() -> new Endpoint(IpAddress.v4(1), 65536))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Endpoint(IpAddress.v4(1), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void orderIsByAddressThenPort() {
    Endpoint first = Objects.requireNonNull(Endpoint.parse("1.2.3.4:9"));
    assertThat(first).isLessThan(Objects.requireNonNull(Endpoint.parse("1.2.3.4:10")));
    assertThat(first).isLessThan(Objects.requireNonNull(Endpoint.parse("1.2.3.5:1")));
  }
}
