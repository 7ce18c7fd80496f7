package dev.freshet.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.freshet.protocol.proxy.Proxy;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A small SOCKS5 and HTTP proxy: which of them is said by the first byte. It knows every name, as
/// one of the loopback, and keeps what it was asked for.
final class TestProxy implements AutoCloseable {
  final Queue<String> asked = new ConcurrentLinkedQueue<>();
  volatile boolean relays = true;
  private final Queue<Socket> clients = new ConcurrentLinkedQueue<>();
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

  /// Hangs up on all.
  void hangUp() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        clients.add(socket);
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
    in.readNBytes(1);
    boolean relaying = in.readShort() >> 8 == 3;
    int kind = in.read();
    String host =
        kind == 3
            ? new String(in.readNBytes(in.read()), ISO_8859_1)
            : InetAddress.getByAddress(in.readNBytes(kind == 1 ? 4 : 16)).getHostAddress();
    int port = in.readUnsignedShort();
    if (relaying) {
      relay(in, out);
      return;
    }
    asked.add(host + " " + port);
    try (Socket to = connect(kind == 3 ? "127.0.0.1" : host, port)) {
      out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
      join(client, to);
    } catch (IOException e) {
      out.write(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0});
    }
  }

  /// Relays what comes to a port of its own, and back, as long as the connection stands.
  private void relay(DataInputStream in, OutputStream out) throws IOException {
    if (!relays) {
      out.write(new byte[] {5, 7, 0, 1, 0, 0, 0, 0, 0, 0});
      return;
    }
    try (DatagramSocket inside = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket outside = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int port = inside.getLocalPort();
      out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, (byte) (port >> 8), (byte) port});
      AtomicReference<SocketAddress> client = new AtomicReference<>();
      Thread.startVirtualThread(() -> carryOut(inside, outside, client));
      Thread.startVirtualThread(() -> carryIn(outside, inside, client));
      int last = in.read();
      asked.add(last < 0 ? "hung up" : "spoke");
    }
  }

  private void carryOut(
      DatagramSocket inside, DatagramSocket outside, AtomicReference<SocketAddress> client) {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        inside.receive(packet);
        client.set(packet.getSocketAddress());
        ByteBuffer bytes = ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).position(3);
        boolean named = bytes.get() == 3;
        byte[] host = new byte[named ? bytes.get() : 4];
        bytes.get(host);
        int port = bytes.getShort() & 0xffff;
        asked.add((named ? new String(host, ISO_8859_1) : "address") + " " + port);
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        InetAddress to = InetAddress.getLoopbackAddress();
        outside.send(new DatagramPacket(rest, rest.length, to, port));
      }
    } catch (IOException e) {
      asked.add("gone");
    }
  }

  private void carryIn(
      DatagramSocket outside, DatagramSocket inside, AtomicReference<SocketAddress> client) {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        outside.receive(packet);
        byte[] bytes =
            ByteBuffer.allocate(10 + packet.getLength())
                .putInt(1)
                .put(packet.getAddress().getAddress())
                .putShort((short) packet.getPort())
                .put(packet.getData(), 0, packet.getLength())
                .array();
        inside.send(new DatagramPacket(bytes, bytes.length, client.get()));
      }
    } catch (IOException e) {
      asked.add("gone");
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
