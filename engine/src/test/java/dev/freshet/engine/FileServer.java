package dev.freshet.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A web server on the loopback that sends ranges of what it holds, and keeps connections open.
final class FileServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /// Whether it sends whole files whatever it is asked for.
  volatile boolean ignoresRanges;

  /// How many requests more are turned away for a second.
  final AtomicInteger busy = new AtomicInteger();

  /// Where a path has moved to.
  final Map<String, String> moved = new ConcurrentHashMap<>();

  FileServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  FileServer with(String path, byte[] bytes) {
    files.put(path, bytes);
    return this;
  }

  String url(String path) {
    return "http://127.0.0.1:" + listener.getLocalPort() + path;
  }

  /// Bytes of bodies sent.
  long sent() {
    return sent.get();
  }

  /// Connections accepted.
  int connections() {
    return connections.get();
  }

  /// The paths asked for, with the range.
  List<String> asked() {
    return asked;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve() {
    try {
      while (true) {
        Socket client = listener.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      String line = in.readLine();
      while (line != null) {
        String path = line.split(" ", -1)[1];
        String range = "";
        for (line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
          range = line.toLowerCase(Locale.ROOT).startsWith("range: bytes=") ? line : range;
        }
        asked.add(path + " " + range);
        OutputStream out = client.getOutputStream();
        String to = moved.get(path);
        if (to != null) {
          head(out, "302 Found", 0, "Location: " + to + "\r\n");
        } else if (busy.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
          head(out, "503 Service Unavailable", 0, "Retry-After: 1\r\n");
        } else {
          answer(out, files.get(path), range);
        }
        line = in.readLine();
      }
    } catch (IOException gone) {
      // the client has enough
    }
  }

  private void answer(OutputStream out, byte @Nullable [] file, String range) throws IOException {
    if (file == null) {
      head(out, "404 Not Found", 0, "");
      return;
    }
    if (range.isEmpty() || ignoresRanges) {
      head(out, "200 OK", file.length, "");
      write(out, file, 0, file.length);
      return;
    }
    String[] ends = range.substring(range.indexOf('=') + 1).split("-", -1);
    int begin = Integer.parseInt(ends[0]);
    int length = Integer.parseInt(ends[1]) + 1 - begin;
    String said = "Content-Range: bytes %d-%s/%d\r\n".formatted(begin, ends[1], file.length);
    head(out, "206 Partial Content", length, said);
    write(out, file, begin, length);
  }

  private static void head(OutputStream out, String status, int length, String more)
      throws IOException {
    String head = "HTTP/1.1 %s\r\nContent-Length: %d\r\n%s\r\n".formatted(status, length, more);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
  }

  private void write(OutputStream out, byte[] file, int begin, int length) throws IOException {
    out.write(file, begin, length);
    sent.addAndGet(length);
  }
}
