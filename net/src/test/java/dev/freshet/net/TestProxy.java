package dev.freshet.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.freshet.protocol.proxy.Proxy;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A small SOCKS5 and HTTP proxy: which of them is said by the first byte. It knows every name, as
/// one of the loopback, and keeps what it was asked for.
final class TestProxy implements AutoCloseable {
  final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final ServerSocket server;
  private final Proxy.@Nullable Login login;

  TestProxy(Proxy.@Nullable Login login) throws IOException {
    this.login = login;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::serve);
  }

  /// How it is reached, by who knows this login.
  Proxy as(Proxy.Kind kind, Proxy.@Nullable Login known) {
    return new Proxy(kind, "127.0.0.1", server.getLocalPort(), known);
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.startVirtualThread(() -> serve(socket));
      }
    } catch (IOException e) {
      asked.add("closed");
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      int first = in.read();
      if (first == 5) {
        socks(in, client);
      } else if (first >= 0) {
        http((char) first + line(in), in, client);
      }
    } catch (IOException e) {
      // the client, or the other end, is gone
      asked.add("gone");
    }
  }

  private void socks(DataInputStream in, Socket client) throws IOException {
    OutputStream out = client.getOutputStream();
    String methods = new String(in.readNBytes(in.read()), ISO_8859_1);
    int method = login == null ? 0 : 2;
    if (methods.indexOf(method) < 0) {
      out.write(new byte[] {5, (byte) 0xff});
      return;
    }
    out.write(new byte[] {5, (byte) method});
    if (login != null) {
      in.read();
      String user = new String(in.readNBytes(in.read()), ISO_8859_1);
      String password = new String(in.readNBytes(in.read()), ISO_8859_1);
      boolean right = login.user().equals(user) && login.password().equals(password);
      out.write(new byte[] {1, (byte) (right ? 0 : 1)});
      if (!right) {
        return;
      }
    }
    in.readNBytes(3);
    int kind = in.read();
    String host =
        kind == 3
            ? new String(in.readNBytes(in.read()), ISO_8859_1)
            : InetAddress.getByAddress(in.readNBytes(kind == 1 ? 4 : 16)).getHostAddress();
    int port = in.readUnsignedShort();
    asked.add(host + " " + port);
    try (Socket to = connect(kind == 3 ? "127.0.0.1" : host, port)) {
      out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
      join(client, to);
    } catch (IOException e) {
      out.write(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0});
    }
  }

  private void http(String request, DataInputStream in, Socket client) throws IOException {
    StringBuilder rest = new StringBuilder();
    boolean known = login == null;
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      known |= field.equals("proxy-authorization: " + basic());
      rest.append(field.startsWith("proxy-") ? "" : field + "\r\n");
    }
    OutputStream out = client.getOutputStream();
    if (!known) {
      out.write("HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
      return;
    }
    String[] words = request.split(" ", -1);
    boolean tunnel = words[0].equals("CONNECT");
    String place = tunnel ? words[1] : words[1].split("/", -1)[2];
    int colon = place.lastIndexOf(':');
    String host = place.substring(0, colon);
    int port = Integer.parseInt(place.substring(colon + 1));
    asked.add(host + " " + port);
    try (Socket to = connect(host.matches("[0-9.]+") ? host : "127.0.0.1", port)) {
      if (tunnel) {
        out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(ISO_8859_1));
      } else {
        String path = words[1].substring(("http://" + place).length());
        String head = words[0] + " " + path + " HTTP/1.1\r\nConnection: close\r\n" + rest + "\r\n";
        to.getOutputStream().write(head.getBytes(ISO_8859_1));
      }
      join(client, to);
    } catch (IOException e) {
      out.write("HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
    }
  }

  private @Nullable String basic() {
    if (login == null) {
      return null;
    }
    byte[] both = (login.user() + ":" + login.password()).getBytes(ISO_8859_1);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  private static Socket connect(String host, int port) throws IOException {
    return new Socket(InetAddress.ofLiteral(host), port);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }

  private void join(Socket one, Socket other) throws IOException {
    Thread back =
        Thread.startVirtualThread(() -> {
          // whatever ends it, the client learns of it
          try (one) {
            other.getInputStream().transferTo(one.getOutputStream());
          } catch (IOException e) {
            asked.add("gone");
          }
        });
    one.getInputStream().transferTo(other.getOutputStream());
    other.shutdownOutput();
    try {
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
