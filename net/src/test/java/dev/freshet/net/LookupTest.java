package dev.freshet.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// HTTP fetches and name look-ups.
final class LookupTest {
  private static final int LIMIT = 1000;
  private static final long PATIENT = TimeUnit.SECONDS.toNanos(30);

  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private Station station;

  @BeforeEach
  void open() throws IOException {
    InetSocketAddress any = new InetSocketAddress(Sockets.address(Station.LOOPBACK), 0);
    server = HttpServer.create(any, 0);
    server.setExecutor(threads);
    server.createContext("/agent", e -> answer(e, 200, agent(e)));
    server.createContext("/missing", e -> answer(e, 404, "no"));
    server.createContext("/exact", e -> answer(e, 200, "x".repeat(LIMIT)));
    server.createContext("/long", e -> answer(e, 200, "x".repeat(LIMIT + 1)));
    server.createContext("/slow", this::slow);
    server.createContext("/hop", this::hop);
    server.createContext("/away", e -> redirect(e, "file:///etc/hostname"));
    server.start();
    station = Station.open();
  }

  @AfterEach
  void close() throws IOException {
    end.countDown();
    station.close();
    server.stop(0);
    threads.close();
  }

  @Test
  void anAnswerComesWithItsStatusAndSaysWhoAsked() {
    assertThat(text(fetch("/agent"))).isEqualTo("200 Freshet/0.1.0 null null");
    assertThat(text(fetch("/agent?info_hash=%01%ff%20"))).endsWith("info_hash=%01%ff%20");
    assertThat(text(fetch("/missing"))).isEqualTo("404 no");
  }

  @Test
  void aBodyIsTakenUpToTheLimit() {
    assertThat(text(fetch("/exact"))).hasSize("200 ".length() + LIMIT);
    assertThat(fetch("/long"))
        .isEqualTo(new NetInput.FetchFailed(7, "an answer of more than 1000 bytes"));
  }

  @Test
  void fiveRedirectsAreFollowedAndNotOneMore() {
    assertThat(text(fetch("/hop/5"))).isEqualTo("200 arrived");
    assertThat(fetch("/hop/6"))
        .isEqualTo(new NetInput.FetchFailed(7, "redirected more than 5 times"));
  }

  @Test
  void redirectsStayWithinHttp() {
    assertThat(fetch("/away")).isEqualTo(new NetInput.FetchFailed(7, "redirected out of HTTP"));
  }

  @Test
  void aServerThatStopsInTheMiddleTimesOut() {
    assertThat(fetch(url("/slow"), TimeUnit.MILLISECONDS.toNanos(300)))
        .isEqualTo(new NetInput.FetchFailed(7, "timed out"));
  }

  @Test
  void failuresHaveAReason() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThat(fetch("http://127.0.0.1:" + free + "/", PATIENT))
        .isEqualTo(new NetInput.FetchFailed(7, "connection refused"));
    assertThat(fetch("http://nosuch.invalid/", PATIENT))
        .isEqualTo(new NetInput.FetchFailed(7, "no such host"));
    for (String bad : new String[] {"http://a b/", "ftp://127.0.0.1/", "http:///x", "", "//x/y"}) {
      assertThat(fetch(bad, PATIENT)).isEqualTo(new NetInput.FetchFailed(7, "not a usable URL"));
    }
  }

  @Test
  void aServerThatHangsUpSaysNothing() throws IOException {
    try (ServerSocket rude = new ServerSocket(0)) {
      Thread hangUp =
          Thread.startVirtualThread(() -> {
            try {
              while (true) {
                rude.accept().close();
              }
            } catch (IOException e) {
              assertThat(rude.isClosed()).isTrue();
            }
          });
      assertThat(fetch("http://127.0.0.1:" + rude.getLocalPort() + "/", PATIENT))
          .isInstanceOfSatisfying(
              NetInput.FetchFailed.class,
              failed ->
                  assertThat(failed.reason()).isIn("closed without an answer", "connection reset"));
      assertThat(hangUp.isAlive()).isTrue();
    }
  }

  @Test
  void manyFetchesAtOnceAreAllAnswered() {
    for (int i = 0; i < 200; i++) {
      station.loop.perform(new NetEffect.Fetch(i, url("/agent"), LIMIT, PATIENT));
    }
    Station.until("all came", () -> station.told(NetInput.Fetched.class).size() == 200, station);
    assertThat(station.told(NetInput.Fetched.class).stream().mapToLong(NetInput.Fetched::request))
        .doesNotHaveDuplicates();
  }

  @Test
  void namesAreLookedUp() {
    assertThat(resolve("localhost").addresses()).isNotEmpty().allMatch(IpAddress::isLoopback);
    assertThat(resolve("127.0.0.1").addresses()).containsExactly(Station.LOOPBACK);
    assertThat(resolve("::1").addresses()).containsExactly(Station.LOOPBACK_V6);
    assertThat(resolve("nosuch.invalid").addresses()).isEmpty();
    assertThat(resolve("").addresses()).isEmpty();
  }

  private NetInput.Resolved resolve(String host) {
    station.told.clear();
    station.loop.perform(new NetEffect.Resolve(7, host));
    Station.until("answered", () -> !station.told.isEmpty(), station);
    return station.told(NetInput.Resolved.class).getFirst();
  }

  private NetInput fetch(String path) {
    return fetch(url(path), PATIENT);
  }

  private NetInput fetch(String url, long nanos) {
    station.told.clear();
    station.loop.perform(new NetEffect.Fetch(7, url, LIMIT, nanos));
    Station.until("answered", () -> !station.told.isEmpty(), station);
    return station.told.getFirst();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static String text(NetInput input) {
    return input instanceof NetInput.Fetched(_, int status, byte[] body)
        ? status + " " + new String(body, US_ASCII)
        : input.toString();
  }

  private static String agent(HttpExchange exchange) {
    return String.join(
        " ",
        exchange.getRequestHeaders().getFirst("User-Agent"),
        exchange.getRequestHeaders().getFirst("Accept-Encoding"),
        exchange.getRequestURI().getRawQuery());
  }

  private void slow(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 100);
    exchange.getResponseBody().write(1);
    exchange.getResponseBody().flush();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private void hop(HttpExchange exchange) throws IOException {
    int left = Integer.parseInt(exchange.getRequestURI().getPath().substring("/hop/".length()));
    if (left == 0) {
      answer(exchange, 200, "arrived");
    } else {
      redirect(exchange, left % 2 == 0 ? "/hop/" + (left - 1) : url("/hop/" + (left - 1)));
    }
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    answer(exchange, 302, "elsewhere");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(US_ASCII);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
