package dev.freshet.it;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Raw sockets that mean harm, as many as wanted, until closed. Whoever is cut off comes again.
final class Attacker implements AutoCloseable {
  private static final int BLOCK = 16_384;

  /// What it does to one connection, until that breaks.
  interface Attack {
    void on(Socket socket) throws IOException, InterruptedException;
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger tries = new AtomicInteger();
  private volatile boolean over;

  /// Connections begun so far.
  int tries() {
    return tries.get();
  }

  /// Attacks whoever listens on this port, over so many connections at once.
  void call(int port, int connections, Attack attack) {
    for (int i = 0; i < connections; i++) {
      threads.execute(() -> {
        while (!over) {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            tries.incrementAndGet();
            attack.on(socket);
          } catch (IOException cutOff) {
            // and again
          } catch (InterruptedException e) {
            return;
          }
        }
      });
    }
  }

  /// Attacks whoever calls this port.
  void listen(int port, Attack attack) throws IOException {
    ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    threads.execute(() -> {
      try (server) {
        while (!over) {
          Socket socket = server.accept();
          tries.incrementAndGet();
          threads.execute(() -> {
            try (socket) {
              attack.on(socket);
            } catch (IOException cutOff) {
              // as it may be
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
        }
      } catch (IOException e) {
        // the end
      }
    });
  }

  @Override
  public void close() {
    over = true;
    threads.shutdownNow();
  }

  // What one may say.

  static byte[] handshake(String infoHash) {
    return ByteBuffer.allocate(68)
        .put((byte) 19)
        .put("BitTorrent protocol".getBytes(StandardCharsets.US_ASCII))
        .put(new byte[] {0, 0, 0, 0, 0, 0x10, 0, 4})
        .put(HexFormat.of().parseHex(infoHash))
        .put("-XX0001-harmharmharm".getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  static byte[] message(int id, byte[] body) {
    return ByteBuffer.allocate(5 + body.length)
        .putInt(1 + body.length)
        .put((byte) id)
        .put(body)
        .array();
  }

  /// Noise instead of a handshake.
  static Attack noise() {
    return socket -> {
      byte[] noise = new byte[100_000];
      new SplittableRandom(1).nextBytes(noise);
      socket.getOutputStream().write(noise);
      socket.getInputStream().readAllBytes();
    };
  }

  /// A byte of a handshake now and then.
  static Attack slowLoris(String infoHash) {
    return socket -> {
      for (byte each : handshake(infoHash)) {
        socket.getOutputStream().write(each);
        Thread.sleep(1000);
      }
    };
  }

  /// The same message for as long as it is heard, and nothing read.
  static Attack flood(String infoHash, byte[] message) {
    return socket -> {
      OutputStream out = socket.getOutputStream();
      out.write(handshake(infoHash));
      out.write(message(2, new byte[0]));
      byte[] many = new byte[message.length * (32_768 / message.length)];
      for (int at = 0; at < many.length; at += message.length) {
        System.arraycopy(message, 0, many, at, message.length);
      }
      while (true) {
        out.write(many);
      }
    };
  }

  /// A message of 2 GB that never comes.
  static Attack hugeLength(String infoHash) {
    return socket -> {
      socket.getOutputStream().write(handshake(infoHash));
      socket.getOutputStream().write(new byte[] {0x7f, -1, -1, -1, 7});
      socket.getInputStream().readAllBytes();
    };
  }

  /// Has everything, lets everybody ask, and answers each request with wrong bytes; or with
  /// nothing.
  static Attack liar(String infoHash, boolean answers) {
    return socket -> {
      OutputStream out = socket.getOutputStream();
      out.write(handshake(infoHash));
      out.write(message(14, new byte[0]));
      out.write(message(1, new byte[0]));
      var in = new DataInputStream(socket.getInputStream());
      in.readFully(new byte[68]);
      while (true) {
        int length = in.readInt();
        byte[] body = new byte[length];
        in.readFully(body);
        if (answers && length == 13 && body[0] == 6) {
          byte[] block = new byte[8 + BLOCK];
          System.arraycopy(body, 1, block, 0, 8);
          out.write(message(7, block));
        }
      }
    };
  }
}
