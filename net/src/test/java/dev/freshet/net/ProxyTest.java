package dev.freshet.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.proxy.Proxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Everything through a proxy, and nothing past it.
final class ProxyTest {
  private static final Proxy.Login LOGIN = new Proxy.Login("me", "pass");
  private static final Proxy.Login WRONG = new Proxy.Login("me", "guess");

  private TestProxy proxy;
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    proxy = new TestProxy(LOGIN);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestURI().toString().getBytes(US_ASCII);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/inside",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/secret");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.stop(0);
  }

  private static Station through(Proxy proxy) throws IOException {
    return new Station(NetOptions.defaults().withProxy(proxy));
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void peersAreCalledThroughIt(Proxy.Kind kind) throws IOException {
    try (Station a = through(proxy.as(kind, LOGIN));
        Station b = Station.open()) {
      byte[] bytes = new byte[3 << 20];
      new SplittableRandom(1).nextBytes(bytes);
      int out = a.connect(b.at(Station.LOOPBACK));
      a.send(out, bytes);
      Station.until("all arrived", () -> b.allBytes() == bytes.length, a, b);
      int in = b.accepted().getFirst();
      b.send(in, bytes);
      Station.until("all came back", () -> a.bytesFrom(out) == bytes.length, a, b);
      assertThat(a.hashFrom(out)).isEqualTo(Digest.of(bytes));
      assertThat(b.hashFrom(in)).isEqualTo(Digest.of(bytes));
      assertThat(proxy.asked).contains("127.0.0.1 " + b.loop.port());
    }
  }

  @Test
  void whatStandsBehindTheAnswerIsThePeers() throws IOException {
    try (ServerSocket early = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Station a =
            through(new Proxy(Proxy.Kind.SOCKS5, "127.0.0.1", early.getLocalPort(), null))) {
      int conn = a.connect(new Endpoint(IpAddress.v4(0xc0000201), 6881));
      Thread.startVirtualThread(() -> {
        try {
          Socket socket = early.accept();
          socket.getInputStream().readNBytes(3);
          socket.getOutputStream().write(new byte[] {5, 0});
          socket.getInputStream().readNBytes(10);
          byte[] both = HexFormat.of().parseHex("05000001000000000000" + "68656c6c6f");
          socket.getOutputStream().write(both);
        } catch (IOException e) {
          assertThat(early.isBound()).isTrue();
        }
      });
      Station.until("it said something", () -> a.bytesFrom(conn) == 5, a);
      assertThat(a.hashFrom(conn)).isEqualTo(Digest.of("hello".getBytes(US_ASCII)));
      assertThat(a.told(NetInput.Connected.class)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void serversAreAskedThroughItByNamesThatOnlyItKnows(Proxy.Kind kind) throws IOException {
    int port = server.getAddress().getPort();
    try (Station a = through(proxy.as(kind, LOGIN))) {
      NetInput input = fetch(a, "http://tracker.invalid:" + port + "/announce?x=%20");
      assertThat(input)
          .isInstanceOfSatisfying(
              NetInput.Fetched.class,
              got -> assertThat(new String(got.body(), US_ASCII)).isEqualTo("/announce?x=%20"));
      assertThat(proxy.asked).contains("tracker.invalid " + port);

      assertThat(fetch(a, "http://tracker.invalid:" + port + "/inside"))
          .isEqualTo(new NetInput.FetchFailed(7, "redirected into the local network"));
      assertThat(fetch(a, "http://127.1:" + port + "/"))
          .isEqualTo(new NetInput.FetchFailed(7, "not a usable URL"));
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void aProxyThatWantsAnotherPasswordIsNotPassedBy(Proxy.Kind kind) throws IOException {
    String place = proxy.as(kind, null).place();
    try (Station without = through(proxy.as(kind, null));
        Station wrong = through(proxy.as(kind, WRONG));
        Station b = Station.open()) {
      blamed(without, b, "the proxy %s cannot be used: it wants a user and a password", place);
      blamed(
          wrong,
          b,
          "the proxy %s cannot be used: it does not accept the user and the password",
          place);
      Station.untilQuiet(without, wrong, b);
      assertThat(b.accepted()).isEmpty();
    }
    assertThat(proxy.asked).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void aProxyThatIsDownIsNotPassedBy(Proxy.Kind kind) throws IOException {
    try (SocketChannel taken = taken()) {
      Proxy down = new Proxy(kind, "127.0.0.1", port(taken), LOGIN);
      try (Station a = through(down);
          Station b = Station.open()) {
        blamed(a, b, "the proxy %s cannot be used: connection refused", down.place());
        assertThat(b.accepted()).isEmpty();
      }
    }
    Proxy nowhere = new Proxy(kind, "nosuch.invalid", 1080, null);
    try (Station a = through(nowhere);
        Station b = Station.open()) {
      blamed(a, b, "the proxy %s cannot be used: no such host", nowhere.place());
      assertThat(b.accepted()).isEmpty();
    }
  }

  /// A port that nobody listens on, and nobody can until this is closed.
  private static SocketChannel taken() throws IOException {
    return SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static int port(SocketChannel taken) throws IOException {
    return ((InetSocketAddress) taken.getLocalAddress()).getPort();
  }

  private void blamed(Station a, Station b, String sentence, String place) {
    int conn = a.connect(b.at(Station.LOOPBACK));
    Station.until("refused", () -> !a.told(NetInput.Closed.class).isEmpty(), a, b);
    String reason = sentence.formatted(place);
    assertThat(a.told).containsExactly(new NetInput.Closed(conn, reason, true));
    assertThat(fetch(a, "http://127.0.0.1:" + server.getAddress().getPort() + "/"))
        .isEqualTo(new NetInput.FetchFailed(7, reason));
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void aPeerThatIsNotThereIsNotTheProxysFault(Proxy.Kind kind) throws IOException {
    try (SocketChannel taken = taken();
        Station a = through(proxy.as(kind, LOGIN))) {
      a.connect(new Endpoint(Station.LOOPBACK, port(taken)));
      Station.until("refused", () -> !a.told(NetInput.Closed.class).isEmpty(), a);
      assertThat(a.told(NetInput.Closed.class).getFirst().byProxy()).isFalse();
    }
  }

  @Test
  void noDatagramLeavesAndNoNameIsLookedUp() throws IOException {
    try (Station a = through(proxy.as(Proxy.Kind.HTTP, LOGIN));
        Station b = Station.open()) {
      Endpoint to = new Endpoint(Station.LOOPBACK, b.loop.udpPort());
      a.loop.perform(new NetEffect.SendDatagram(to, ByteBuffer.wrap(new byte[9])));
      a.loop.perform(new NetEffect.SendToName("localhost", to.port(), ByteBuffer.allocate(9)));
      a.loop.perform(new NetEffect.CallGroup(to, ByteBuffer.wrap(new byte[9])));
      a.loop.perform(new NetEffect.Resolve(3, "localhost"));
      a.loop.perform(new NetEffect.FindGateway());
      Station.untilQuiet(a, b);
      assertThat(b.told).isEmpty();
      assertThat(a.told)
          .containsExactlyInAnyOrder(
              new NetInput.Resolved(3, List.of()), new NetInput.GatewayFound(null));
    }
  }

  @Test
  void datagramsAreRelayedToAddressesAndNamesAndBack() throws IOException {
    try (Station a = through(proxy.as(Proxy.Kind.SOCKS5, LOGIN));
        Station b = Station.open()) {
      int port = b.loop.udpPort();
      a.loop.perform(new NetEffect.SendToName("no such n\u00e4me", port, ByteBuffer.allocate(1)));
      a.loop.perform(new NetEffect.SendToName("t.example", port, ByteBuffer.wrap(new byte[] {1})));
      a.loop.perform(
          new NetEffect.SendDatagram(
              new Endpoint(Station.LOOPBACK, port), ByteBuffer.wrap(new byte[] {2})));
      Station.until("both", () -> b.told(NetInput.DatagramReceived.class).size() == 2, a, b);
      List<NetInput.DatagramReceived> came = b.told(NetInput.DatagramReceived.class);
      assertThat(came)
          .extracting(each -> each.bytes().get(0))
          .containsExactlyInAnyOrder((byte) 1, (byte) 2);
      assertThat(proxy.asked).contains("t.example " + port, "address " + port);
      Endpoint relay = came.getFirst().from();
      assertThat(relay.port()).isNotEqualTo(a.loop.udpPort());

      b.loop.perform(new NetEffect.SendDatagram(relay, ByteBuffer.wrap(new byte[] {3}), true));
      Station.until("back", () -> !a.told(NetInput.DatagramReceived.class).isEmpty(), a, b);
      assertThat(a.told)
          .containsExactly(
              new NetInput.DatagramReceived(
                  new Endpoint(Station.LOOPBACK, port), ByteBuffer.wrap(new byte[] {3})));
    }
  }

  @Test
  void whyItDoesNotRelayIsSaid() throws IOException {
    Proxy without = proxy.as(Proxy.Kind.SOCKS5, LOGIN);
    proxy.relays = false;
    try (Station a = through(without)) {
      NetEffect.SendToName send = new NetEffect.SendToName("t.example", 9, ByteBuffer.allocate(1));
      a.loop.perform(send);
      Station.until("refused", () -> !a.told.isEmpty(), a);
      NetInput no = new NetInput.RelayFailed(without.relayTrouble("it does not know how"));
      assertThat(a.told).containsExactly(no);
      // it is not asked again at once
      a.loop.perform(send);
      Station.until("again", () -> a.told.size() == 2, a);
      assertThat(a.told).containsExactly(no, no);
    }
  }

  @Test
  void itIsAskedAgainAfterItHungUp() throws IOException {
    try (Station a = through(proxy.as(Proxy.Kind.SOCKS5, LOGIN));
        Station b = Station.open()) {
      Endpoint to = new Endpoint(Station.LOOPBACK, b.loop.udpPort());
      NetEffect.SendDatagram send = new NetEffect.SendDatagram(to, ByteBuffer.allocate(1));
      a.loop.perform(send);
      Station.until("the first", () -> !b.told.isEmpty(), a, b);
      proxy.hangUp();
      Station.until("word of it", () -> !a.told(NetInput.RelayFailed.class).isEmpty(), a, b);
      b.told.clear();
      Station.until(
          "the next",
          () -> {
            a.loop.perform(send);
            return !b.told.isEmpty();
          },
          a,
          b);
    }
  }

  @Test
  void nobodyComesInPastIt() throws IOException {
    Endpoint elsewhere;
    try (Station a = through(proxy.as(Proxy.Kind.SOCKS5, LOGIN));
        Station b = Station.open()) {
      elsewhere = new Endpoint(IpAddress.v4(0x7f000002), a.loop.port());
      b.connect(elsewhere);
      Station.until("refused", () -> !b.told(NetInput.Closed.class).isEmpty(), a, b);
      assertThat(a.told).isEmpty();
    }
    NetOptions bound =
        NetOptions.defaults()
            .withBind(List.of(elsewhere.ip()))
            .withProxy(proxy.as(Proxy.Kind.SOCKS5, LOGIN));
    try (Station a = new Station(bound);
        Station b = Station.open()) {
      b.connect(a.at(elsewhere.ip()));
      Station.until("let in", () -> !a.accepted().isEmpty(), a, b);
    }
  }

  private static NetInput fetch(Station station, String url) {
    station.told.clear();
    long patient = TimeUnit.SECONDS.toNanos(30);
    station.loop.perform(new NetEffect.Fetch(7, url, 1000, patient));
    Station.until("answered", () -> !station.told.isEmpty(), station);
    return station.told.getFirst();
  }
}
