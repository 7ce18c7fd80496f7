package dev.freshet.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where strangers may send our requests, and where not.
final class ReachTest {
  private static final URI PUBLIC = URI.create("http://192.88.99.7/announce?info_hash=x");
  private static final int MANY = 200;

  private final AtomicInteger served = new AtomicInteger();
  private HttpServer inside;
  private HttpServer outside;

  @BeforeEach
  void open() throws IOException {
    inside = HttpServer.create(at(0x7f000001), 0);
    outside = HttpServer.create(at(0x7f000002), 0);
    String secret = "http://127.0.0.1:" + inside.getAddress().getPort() + "/secret";
    inside.createContext(
        "/",
        exchange -> {
          served.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    outside.createContext(
        "/",
        exchange -> {
          boolean last = exchange.getRequestURI().getPath().equals("/1");
          exchange.getResponseHeaders().set("Location", last ? secret : "/1");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    inside.start();
    outside.start();
  }

  @AfterEach
  void close() {
    inside.stop(0);
    outside.stop(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:169.254.169.254]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd12::1]",
        "[ff02::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "2130706433",
        "127.1",
      })
  void noRedirectLeadsFromAPublicHostToALocalOne(String host) throws IOException {
    assertThat(isOpen(Reach.USUAL, PUBLIC)).isTrue();
    for (String scheme : List.of("http", "https", "HTTP")) {
      URI to = URI.create(scheme + "://" + host + ":8080/admin?reboot=1");
      assertThatThrownBy(
              () -> {
                Reach.redirect(PUBLIC, to);
                Reach.redirect(true, isOpen(Reach.USUAL, to));
              })
          .isInstanceOf(Reach.Forbidden.class)
          .hasMessageStartingWith("redirected ");
    }
  }

  @Test
  void aPublicTrackerThatRedirectsIntoTheLocalNetworkIsNotFollowed() throws Exception {
    // the machine has no public address, so one of its own counts as one
    Reach reach = new Reach(address -> address.getHostAddress().equals("127.0.0.2"));
    String url = "http://127.0.0.2:" + outside.getAddress().getPort() + "/0?info_hash=x";
    for (int i = 0; i < MANY; i++) {
      assertThat(fetch(reach, url))
          .isEqualTo(new NetInput.FetchFailed(7, "redirected into the local network"));
    }
    assertThat(served).hasValue(0);
    assertThat(fetch(new Reach(_ -> false), url)).isInstanceOf(NetInput.Fetched.class);
    assertThat(served).hasValue(1);
  }

  @Test
  void aNameThatIsLocalWhenItIsCalledAndWasPublicBeforeIsNotCalled() throws Exception {
    Reach reach = new Reach(address -> address.getHostAddress().equals("127.0.0.2"));
    int port = outside.getAddress().getPort();
    // the port of who is inside is another, so the name has to lead to both
    String secret = "http://rebound.test:" + inside.getAddress().getPort() + "/secret";
    outside.createContext(
        "/rebind",
        exchange -> {
          exchange.getResponseHeaders().set("Location", secret);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    AtomicInteger asked = new AtomicInteger();
    Dialler.Names turning =
        (_, _) ->
            List.of(
                InetAddress.getByName(asked.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1"));
    assertThat(fetch(reach, "http://rebound.test:" + port + "/rebind", turning))
        .isEqualTo(new NetInput.FetchFailed(7, "redirected into the local network"));
    assertThat(served).hasValue(0);
    assertThat(asked).as("one look-up a call").hasValue(2);
  }

  @Test
  void aNameOutsideAndInsideLeadsOutsideAloneAndNotInByARedirect() throws Exception {
    AtomicReference<String> heard = new AtomicReference<>("");
    HttpServer inside =
        server(
            "127.0.0.1",
            exchange -> {
              heard.set(exchange.getRequestURI().toString());
              exchange.sendResponseHeaders(200, -1);
            });
    String device = "http://127.0.0.1:" + inside.getAddress().getPort() + "/reboot?now=1";
    HttpServer outside =
        server(
            "127.0.0.2",
            exchange -> {
              exchange.getResponseHeaders().set("Location", device);
              exchange.sendResponseHeaders(302, -1);
            });
    InetAddress there = outside.getAddress().getAddress();
    Reach reach = new Reach(there::equals);
    Dialler.Names names =
        (host, _) ->
            host.equals("both.test")
                ? List.of(inside.getAddress().getAddress(), there)
                : List.of(InetAddress.getAllByName(host));
    try {
      String url = "http://both.test:" + outside.getAddress().getPort() + "/announce?a=b";
      assertThat(fetch(reach, url, names).toString()).contains("into the local network");
      assertThat(heard.get()).isEmpty();
    } finally {
      inside.stop(0);
      outside.stop(0);
    }
  }

  private static HttpServer server(String address, HttpHandler handler) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          handler.handle(exchange);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static InetSocketAddress at(int ip) {
    return new InetSocketAddress(Sockets.address(IpAddress.v4(ip)), 0);
  }

  private static boolean isOpen(Reach reach, URI url) throws IOException {
    return reach.open().test(InetAddress.getByName(url.getHost()));
  }

  private static NetInput fetch(Reach reach, String url) throws InterruptedException {
    return fetch(reach, url, (host, _) -> List.of(InetAddress.getAllByName(host)));
  }

  private static NetInput fetch(Reach reach, String url, Dialler.Names names)
      throws InterruptedException {
    BlockingQueue<NetInput> answers = new LinkedBlockingQueue<>();
    try (Web web = new Web(NetOptions.defaults(), reach, names);
        Fetcher fetcher = new Fetcher(web, answers::add)) {
      fetcher.fetch(new NetEffect.Fetch(7, url, 1000, TimeUnit.SECONDS.toNanos(30)));
      return answers.take();
    }
  }
}
