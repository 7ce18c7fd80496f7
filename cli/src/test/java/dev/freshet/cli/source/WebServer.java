package dev.freshet.cli.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A web server on the loopback that gives each path the answer it was told.
final class WebServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /// What is written after a request was read; the connection is closed when it returns.
  interface Answer {
    void write(OutputStream out) throws IOException;
  }

  WebServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  void answer(String path, Answer answer) {
    answers.put(path, answer);
  }

  void answer(String path, int status, byte[] body) {
    String head = "HTTP/1.1 " + status + " x\r\nContent-Length: " + body.length + "\r\n\r\n";
    answer(
        path,
        out -> {
          out.write(head.getBytes(StandardCharsets.US_ASCII));
          out.write(body);
        });
  }

  String link(String path) {
    return "http://127.0.0.1:" + listener.getLocalPort() + path;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve() {
    try {
      while (true) {
        Socket client = listener.accept();
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
      String path = in.readLine().split(" ", -1)[1];
      while (!in.readLine().isEmpty()) {
        // headers do not matter here
      }
      answers.getOrDefault(path, out -> {}).write(client.getOutputStream());
    } catch (IOException gone) {
      // the client has enough
    }
  }
}
