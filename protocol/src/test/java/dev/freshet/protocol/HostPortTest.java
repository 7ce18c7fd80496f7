package dev.freshet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPortTest {
  @Test
  void namesAndAddressesAreRead() {
    assertThat(HostPort.parse("example.org:80")).isEqualTo(new HostPort("example.org", 80));
    assertThat(HostPort.parse("[2001:db8::1]:6881")).isEqualTo(new HostPort("2001:db8::1", 6881));
    assertThat(new HostPort("192.0.2.1", 6881).literal()).hasToString("192.0.2.1:6881");
    assertThat(new HostPort("2001:db8::1", 1).literal()).hasToString("[2001:db8::1]:1");
    assertThat(new HostPort("example.org", 80).literal()).isNull();
    for (String text : List.of("example.org:80", "192.0.2.1:6881", "[2001:db8::1]:1")) {
      assertThat(HostPort.parse(text)).hasToString(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "a",
        "a:",
        ":1",
        "a:0",
        "a:65536",
        "a:+1",
        "::1:5",
        "[a]:1",
        "[]:1",
        "1.2.3:4",
        "a b:1",
        "[::1:1",
        "[[::1]]:1",
        "a..b:1",
        ".:1"
      })
  void whatIsNoHostAndPortIsRefused(String text) {
    assertThat(HostPort.parse(text)).isNull();
  }
}
