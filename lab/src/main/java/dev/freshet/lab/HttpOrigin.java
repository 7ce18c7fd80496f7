package dev.freshet.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// The server of client-server: gives one file to whoever asks, all through one uplink, which it
/// shares fairly.
final class HttpOrigin implements AutoCloseable {
  /// The path of the file.
  static final String FILE = "/file";

  /// The path of an empty answer.
  static final String NOTHING = "/nothing";

  private static final int OK = 200;
  private static final int NO_BODY = -1;
  private static final int PORTION = 16 << 10;

  private final Path file;
  private final long size;
  private final Lane uplink;
  private final LongAdder sent = new LongAdder();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Serves from now on, on the loopback, so many clients at once.
  HttpOrigin(Path file, long size, Lane uplink, int clients) throws IOException {
    this.file = file;
    this.size = size;
    this.uplink = uplink;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), clients);
    server.setExecutor(threads);
    server.createContext(FILE, this::give);
    server.createContext(NOTHING, HttpOrigin::greet);
    server.start();
  }

  /// Where to ask for this path.
  URI at(String path) {
    InetSocketAddress at = server.getAddress();
    return URI.create("http://" + at.getAddress().getHostAddress() + ":" + at.getPort() + path);
  }

  /// Bytes of the file that were sent, to all together.
  long sent() {
    return sent.sum();
  }

  private void give(HttpExchange exchange) throws IOException {
    // closing sends the last bytes at once, where an open connection may hold them back for more
    exchange.getResponseHeaders().set("Connection", "close");
    try (exchange;
        InputStream in = Files.newInputStream(file)) {
      exchange.sendResponseHeaders(OK, size);
      OutputStream out = exchange.getResponseBody();
      byte[] portion = new byte[PORTION];
      int length = in.readNBytes(portion, 0, PORTION);
      while (length > 0) {
        uplink.pass(length);
        out.write(portion, 0, length);
        sent.add(length);
        length = in.readNBytes(portion, 0, PORTION);
      }
      out.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is closed");
    }
  }

  private static void greet(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(OK, NO_BODY);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
    threads.close();
  }
}
