package dev.freshet.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.IpAddress;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that mean no good, and those that just hang up.
final class WebTest {
  private static final long PATIENT = TimeUnit.SECONDS.toNanos(30);
  private static final int LIMIT = 1000;

  /// What the server does with a connection.
  private interface Manner {
    void serve(int number, InputStream in, OutputStream out)
        throws IOException, InterruptedException;
  }

  private final AtomicInteger connections = new AtomicInteger();
  private final BlockingQueue<InetAddress> callers = new LinkedBlockingQueue<>();
  private ServerSocket server;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void serve(Manner manner) {
    Thread.startVirtualThread(() -> {
      while (!server.isClosed()) {
        try {
          Socket socket = server.accept();
          callers.add(socket.getInetAddress());
          int number = connections.incrementAndGet();
          Thread.startVirtualThread(() -> converse(manner, number, socket));
        } catch (IOException e) {
          assertThat(server.isClosed()).isTrue();
        }
      }
    });
  }

  private static void converse(Manner manner, int number, Socket socket) {
    try (socket) {
      manner.serve(number, socket.getInputStream(), socket.getOutputStream());
    } catch (IOException e) {
      // the client has hung up on it, as it should
      assertThat(socket.isBound()).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean awaitRequest(InputStream in) throws IOException {
    int newlines = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
      if (newlines == 2) {
        return true;
      }
    }
    return false;
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(US_ASCII));
    out.flush();
  }

  @Test
  void aConnectionIsUsedAgainAndReplacedWhereTheServerHasHungUp() throws Exception {
    serve((_, in, out) -> {
      for (int i = 0; i < 3 && awaitRequest(in); i++) {
        say(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      }
    });
    try (Web web = web(NetOptions.defaults())) {
      for (int i = 0; i < 7; i++) {
        assertThat(fetch(web, PATIENT)).isInstanceOf(NetInput.Fetched.class);
      }
    }
    assertThat(connections).hasValue(3);
  }

  @Test
  void whatComesUnaskedIsNotTakenForTheNextAnswer() throws Exception {
    serve((_, in, out) -> {
      awaitRequest(in);
      say(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 404 Bad\r\n\r\n");
      awaitRequest(in);
    });
    try (Web web = web(NetOptions.defaults())) {
      for (int i = 0; i < 3; i++) {
        assertThat(fetch(web, PATIENT))
            .isInstanceOfSatisfying(
                NetInput.Fetched.class, got -> assertThat(got.status()).isEqualTo(200));
      }
    }
  }

  @Test
  void aServerThatDripsGetsNoMoreTimeThanOneThatHangs() throws Exception {
    for (String head : List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")) {
      drip(head);
    }
  }

  private void drip(String head) throws Exception {
    try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Web web = web(NetOptions.defaults())) {
      Thread dripping =
          Thread.startVirtualThread(() -> {
            try (Socket socket = slow.accept()) {
              awaitRequest(socket.getInputStream());
              say(socket.getOutputStream(), head);
              // each byte comes as soon as the one before is on its way
              for (int i = 0; i < Integer.MAX_VALUE; i++) {
                say(socket.getOutputStream(), "x");
                Thread.sleep(20);
              }
            } catch (IOException e) {
              assertThat(slow.isBound()).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      assertThat(
              fetch(
                  web,
                  "http://127.0.0.1:" + slow.getLocalPort() + "/",
                  TimeUnit.MILLISECONDS.toNanos(300)))
          .isEqualTo(new NetInput.FetchFailed(7, "timed out"));
      dripping.interrupt();
    }
  }

  @Test
  void aServerThatNeverReadsGetsNoMoreTimeEither() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    serve((_, in, out) -> {
      // its answer is there before the question
      say(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      hungUp.await();
    });
    byte[] body = new byte[64 << 20];
    try (Web web = web(NetOptions.defaults())) {
      URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
      Patience patience = Patience.of(TimeUnit.MILLISECONDS.toNanos(300));
      assertThatThrownBy(() -> web.call(url, List.of(), body, patience))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("timed out");
    } finally {
      hungUp.countDown();
    }
  }

  @Test
  void aServerThatDripsItsHandshakeOfTlsGetsNoMoreTimeEither() throws Exception {
    try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Web web = web(NetOptions.defaults())) {
      Thread dripping =
          Thread.startVirtualThread(() -> {
            try (Socket socket = slow.accept()) {
              // a record of 16 KiB, and in it a hello as long
              socket.getOutputStream().write(new byte[] {22, 3, 3, 0x40, 0, 2, 0, 0x3f, -4});
              for (int i = 0; i < Integer.MAX_VALUE; i++) {
                socket.getOutputStream().write(0);
                Thread.sleep(20);
              }
            } catch (IOException e) {
              assertThat(slow.isBound()).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      assertThat(
              fetch(
                  web,
                  "https://127.0.0.1:" + slow.getLocalPort() + "/",
                  TimeUnit.MILLISECONDS.toNanos(300)))
          .isEqualTo(new NetInput.FetchFailed(7, "timed out"));
      dripping.interrupt();
    }
  }

  @Test
  void aServerThatNobodyTrustsGetsNoRequest(@TempDir Path folder) throws Exception {
    String keys = folder.resolve("keys").toString();
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(List.of("-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=here"));
    words.addAll(List.of("-ext", "san=ip:127.0.0.1", "-storepass", "secret", "-keystore", keys));
    Process made = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(made.getInputStream().readAllBytes(), US_ASCII);
    assertThat(made.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance(new File(keys), "secret".toCharArray());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    try (ServerSocket secure =
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Web web = web(NetOptions.defaults())) {
      Thread.startVirtualThread(() -> {
        try (Socket socket = secure.accept()) {
          heard.add(socket.getInputStream().read());
        } catch (IOException e) {
          heard.add(-1);
        }
      });
      NetInput answer = fetch(web, "https://127.0.0.1:" + secure.getLocalPort() + "/", PATIENT);
      assertThat(answer).isInstanceOf(NetInput.FetchFailed.class);
      assertThat(answer.toString()).contains("certificate not trusted");
      assertThat(heard.take()).isEqualTo(-1);
    }
  }

  @Test
  void floodsAndLiesAreCutOff() throws Exception {
    serve((number, in, out) -> {
      awaitRequest(in);
      switch (number) {
        case 1 -> flood(out, "HTTP/1.1 200 OK\r\n", "a: b\r\n");
        case 2 -> flood(out, "HTTP/1.1 200 OK\r\n\r\n", "xxxxxxxxxxxxxxxx");
        case 3 -> flood(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n");
        case 4 -> say(out, "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n");
        case 5 -> say(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort");
        default -> say(out, "SSH-2.0-OpenSSH\r\n\r\n");
      }
    });
    try (Web web = web(NetOptions.defaults())) {
      for (String clause :
          List.of(
              "too many headers",
              "an answer of more than 1000 bytes",
              "an answer of more than 1000 bytes",
              "an answer of more than 1000 bytes",
              "closed in the middle of an answer",
              "an answer that is not HTTP")) {
        assertThat(fetch(web, PATIENT)).isEqualTo(new NetInput.FetchFailed(7, clause));
      }
    }
  }

  private static void flood(OutputStream out, String start, String more) throws IOException {
    say(out, start);
    String much = more.repeat(1000);
    for (int i = 0; i < Integer.MAX_VALUE; i++) {
      say(out, much);
    }
  }

  @Test
  void callsLeaveByTheAddressThatIsBound() throws Exception {
    serve((_, in, out) -> {
      awaitRequest(in);
      say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    IpAddress ours = IpAddress.v4(0x7f000003);
    try (Web web = web(NetOptions.defaults().withBind(List.of(Station.LOOPBACK_V6, ours)))) {
      assertThat(fetch(web, PATIENT)).isInstanceOf(NetInput.Fetched.class);
      assertThat(callers.take().getHostAddress()).isEqualTo("127.0.0.3");
    }
    try (Web web = web(NetOptions.defaults().withBind(List.of(Station.LOOPBACK_V6)))) {
      assertThat(fetch(web, PATIENT))
          .isEqualTo(new NetInput.FetchFailed(7, "no bound address of the family of 127.0.0.1"));
    }
    assertThat(callers).isEmpty();
  }

  private static Web web(NetOptions options) {
    Dialler.Names names = (host, _) -> List.of(InetAddress.getAllByName(host));
    return new Web(options, Reach.USUAL, names);
  }

  private NetInput fetch(Web web, long nanos) throws InterruptedException {
    return fetch(web, "http://127.0.0.1:" + server.getLocalPort() + "/x", nanos);
  }

  private static NetInput fetch(Web web, String url, long nanos) throws InterruptedException {
    BlockingQueue<NetInput> answers = new LinkedBlockingQueue<>();
    try (Fetcher fetcher = new Fetcher(web, answers::add)) {
      fetcher.fetch(new NetEffect.Fetch(7, url, LIMIT, nanos));
      return answers.take();
    }
  }
}
