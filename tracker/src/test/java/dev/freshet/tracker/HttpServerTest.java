package dev.freshet.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.registry.RegistryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What callers that take their time do to the others.
class HttpServerTest {
  private static final int PLACES = 50;

  private final List<Socket> slow = new ArrayList<>();
  private HttpServer server;
  private int port;

  @BeforeEach
  void open() throws IOException {
    SharedRegistry registry = new SharedRegistry(RegistryConfig.defaults());
    server = new HttpServer(new HttpDesk(registry, new Torrents()), PLACES);
    port = server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : slow) {
      socket.close();
    }
    server.close();
  }

  @Test
  void whoeverAsksIsAnsweredThoughTheSlowHoldFourTimesAsManyConnectionsAsThereAre()
      throws IOException {
    for (int i = 0; i < 4 * PLACES; i++) {
      slow.add(call("GET /announce?info_hash="));
      if (i % 10 == 0) {
        assertThat(health()).as("after " + i + " slow ones").isEqualTo("HTTP/1.1 200 OK");
      }
    }
    int closed = 0;
    for (Socket socket : slow.subList(0, 3 * PLACES - 1)) {
      closed += ended(socket) ? 1 : 0;
    }
    assertThat(closed).as("of those that came first").isEqualTo(3 * PLACES - 1);
  }

  @Test
  void aConnectionThatIsUsedStaysOpen() throws IOException {
    try (Socket one = call("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")) {
      assertThat(line(one)).isEqualTo("HTTP/1.1 200 OK");
      server.showOut();
      while (!line(one).equals("ok")) {
        assertThat(one.isClosed()).isFalse();
      }
      one.getOutputStream()
          .write("GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(line(one)).startsWith("HTTP/1.1 200 OK");
    }
  }

  private String health() throws IOException {
    try (Socket one = call("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")) {
      return line(one);
    }
  }

  private Socket call(String words) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static boolean ended(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      // cut off in the middle of what it said
      return true;
    }
  }

  private static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read();
        c >= 0 && c != '\n';
        c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
