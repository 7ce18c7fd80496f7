package dev.freshet.protocol.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TunnelTest {
  private static final Target PEER = target("192.0.2.7:6881");
  private static final String STANDS = "0500 00 01 00000000 0000";

  private static Target target(String text) {
    return Target.of(Objects.requireNonNull(Endpoint.parse(text)));
  }

  private static Tunnel tunnel(String proxy, Target to) throws ProxyException {
    return Tunnel.of(Proxy.parse(proxy), to);
  }

  private static ByteBuffer hex(String text) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(text.replace(" ", "")));
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  private static Tunnel.Step says(String text) {
    return new Tunnel.Step.Say(hex(text));
  }

  private static Tunnel.Step opened(String bound) {
    return new Tunnel.Step.Open(Endpoint.parse(bound));
  }

  private static Tunnel.Step refused(String reason, boolean proxy) {
    return new Tunnel.Step.Refused(reason, proxy);
  }

  @Test
  void socksConnectsToAnAddressOrAName() throws ProxyException {
    Tunnel tunnel = tunnel("socks5://p:1080", PEER);
    assertThat(tunnel.greeting()).isEqualTo(hex("05 01 00"));
    assertThat(tunnel.received(hex("05 00"))).isEqualTo(says("05 01 00 01 c0000207 1ae1"));
    assertThat(tunnel.received(hex(STANDS))).isEqualTo(opened("0.0.0.0:0"));

    Tunnel six = tunnel("socks5://p:1080", target("[2001:db8::1]:1"));
    assertThat(six.received(hex("05 00")))
        .isEqualTo(says("05 01 00 04 20010db8000000000000000000000001 0001"));

    Tunnel named = tunnel("socks5h://p:1080", new Target("a.example", 80));
    assertThat(named.received(hex("05 00")))
        .isEqualTo(says("05 01 00 03 09 612e6578616d706c65 0050"));
    assertThat(named.received(hex("0500 00 03 02 6162 0050")))
        .isEqualTo(new Tunnel.Step.Open(null));
  }

  @Test
  void socksRelaysFromWhereItSays() throws ProxyException {
    Tunnel tunnel = Tunnel.relaying(Proxy.parse("socks5://p:1080"));
    assertThat(tunnel.greeting()).isEqualTo(hex("05 01 00"));
    assertThat(tunnel.received(hex("05 00"))).isEqualTo(says("05 03 00 01 00000000 0000"));
    assertThat(tunnel.received(hex("05 00 00 01 c0000207 1ae1")))
        .isEqualTo(opened("192.0.2.7:6881"));

    Tunnel six = Tunnel.relaying(Proxy.parse("socks5://p:1080"));
    six.received(hex("05 00"));
    assertThat(six.received(hex("05 00 00 04 20010db8000000000000000000000001 1ae1")))
        .isEqualTo(opened("[2001:db8::1]:6881"));

    Tunnel no = Tunnel.relaying(Proxy.parse("socks5://p:1080"));
    no.received(hex("05 00"));
    assertThat(no.received(hex("05 07 00 01 00000000 0000")))
        .isEqualTo(refused("it does not know how", true));
    assertThatThrownBy(() -> Tunnel.relaying(Proxy.parse("http://p:1080")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void socksTakesAPasswordWhereTheProxyWantsOne() throws ProxyException {
    Tunnel tunnel = tunnel("socks5://me:p%40ss@p:1080", PEER);
    assertThat(tunnel.greeting()).isEqualTo(hex("05 02 00 02"));
    assertThat(tunnel.received(hex("05 02"))).isEqualTo(says("01 02 6d65 04 70407373"));
    assertThat(tunnel.received(hex("01 00"))).isEqualTo(says("05 01 00 01 c0000207 1ae1"));

    Tunnel wrong = tunnel("socks5://me:pass@p:1080", PEER);
    wrong.received(hex("05 02"));
    assertThat(wrong.received(hex("01 01")))
        .isEqualTo(refused("it does not accept the user and the password", true));

    Tunnel without = tunnel("socks5://p:1080", PEER);
    assertThat(without.received(hex("05 ff")))
        .isEqualTo(refused("it wants a user and a password", true));
  }

  @Test
  void whatComesByteByByteIsTheSameAndWhatComesBehindIsLeft() throws ProxyException {
    Tunnel tunnel = tunnel("socks5://p:1080", PEER);
    assertThat(tunnel.received(hex("05"))).isEqualTo(new Tunnel.Step.More());
    assertThat(tunnel.received(hex("00"))).isInstanceOf(Tunnel.Step.Say.class);
    ByteBuffer answer = hex(STANDS + "ffee");
    while (answer.position() < 9) {
      assertThat(tunnel.received(answer.slice(answer.position(), 1)))
          .isEqualTo(new Tunnel.Step.More());
      answer.position(answer.position() + 1);
    }
    assertThat(tunnel.received(answer)).isEqualTo(opened("0.0.0.0:0"));
    assertThat(answer).isEqualTo(hex("ffee"));

    Tunnel http = tunnel("http://p:8080", PEER);
    ByteBuffer both = text("HTTP/1.1 200 Connected\r\nX: y\r\n\r\n\u0013BitTorrent");
    assertThat(http.received(both)).isEqualTo(new Tunnel.Step.Open(null));
    assertThat(both).isEqualTo(text("\u0013BitTorrent"));
  }

  @Test
  void socksTellsWhoseFaultARefusalIs() throws ProxyException {
    for (int code = 1; code < 256; code++) {
      Tunnel tunnel = tunnel("socks5://p:1080", PEER);
      tunnel.received(hex("05 00"));
      Tunnel.Step step =
          tunnel.received(
              hex("05" + HexFormat.of().toHexDigits((byte) code) + "0001 00000000 0000"));
      boolean proxy = code == 7;
      assertThat(step)
          .isInstanceOfSatisfying(
              Tunnel.Step.Refused.class, no -> assertThat(no.proxy()).isEqualTo(proxy));
    }
    Tunnel tunnel = tunnel("socks5://p:1080", PEER);
    tunnel.received(hex("05 00"));
    assertThat(tunnel.received(hex("05 05 00 01 00000000 0000")))
        .isEqualTo(refused("connection refused, says the proxy", false));
    assertThat(tunnel("socks5://p:1080", PEER).received(text("HTTP/1.1 400 Bad")))
        .isEqualTo(refused("it does not speak SOCKS5", true));
  }

  @Test
  void httpConnectsWithAPasswordOrWithout() throws ProxyException {
    assertThat(tunnel("http://p:8080", target("[2001:db8::1]:1")).greeting())
        .isEqualTo(text("CONNECT [2001:db8::1]:1 HTTP/1.1\r\nhost: [2001:db8::1]:1\r\n\r\n"));
    String basic = "proxy-authorization: Basic bWU6cGFzcw==\r\n\r\n";
    String connect = "CONNECT 192.0.2.7:6881 HTTP/1.1\r\nhost: 192.0.2.7:6881\r\n";
    assertThat(tunnel("http://me:pass@p:8080", PEER).greeting()).isEqualTo(text(connect + basic));

    assertThat(http("http://p:8080", "407 Login"))
        .isEqualTo(refused("it wants a user and a password", true));
    assertThat(http("http://me:pass@p:8080", "407 Login"))
        .isEqualTo(refused("it does not accept the user and the password", true));
    assertThat(http("http://p:8080", "403 No"))
        .isEqualTo(refused("the proxy does not allow this connection", false));
    assertThat(http("http://p:8080", "502 Bad Gateway"))
        .isEqualTo(refused("the proxy could not connect (HTTP status 502)", false));
    assertThat(tunnel("http://p:8080", PEER).received(text("\u0005\u0000\r\n\r\n")))
        .isEqualTo(refused("it does not speak HTTP", true));
  }

  private static Tunnel.Step http(String proxy, String status) throws ProxyException {
    return tunnel(proxy, PEER)
        .received(text("HTTP/1.1 " + status + "\r\nContent-Length: 3\r\n\r\nxyz"));
  }

  @Test
  void aProxyIsNamedByAUrlAndShownWithoutItsPassword() throws ProxyException {
    Proxy proxy = Proxy.parse("SOCKS5://me:secret@[2001:db8::1]:1080/");
    assertThat(proxy)
        .isEqualTo(
            new Proxy(Proxy.Kind.SOCKS5, "2001:db8::1", 1080, new Proxy.Login("me", "secret")));
    assertThat(proxy).hasToString("socks5://[2001:db8::1]:1080");
    assertThat(String.valueOf(proxy.login())).doesNotContain("secret");
    for (String bad :
        List.of(
            "",
            "p:1080",
            "https://p:1080",
            "socks4://p:1080",
            "socks5://p",
            "socks5://p:0",
            "socks5://p:65536",
            "socks5://:1080",
            "socks5://a b:1080",
            "socks5://::1:1080",
            "socks5://[a]:1080",
            "socks5://me@p:1080",
            "socks5://:x@p:1080",
            "socks5://me:" + "x".repeat(256) + "@p:1080",
            "socks5://" + "x".repeat(256) + ":1080")) {
      assertThatThrownBy(() -> Proxy.parse(bad)).isInstanceOf(ProxyException.class);
    }
  }
}
