package dev.freshet.it;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Raw sockets that mean harm, as many as wanted, until closed. Whoever is cut off comes again.
final class Attacker implements AutoCloseable {
  private static final Pattern PEER_EXCHANGE = Pattern.compile("6:ut_pexi([1-9][0-9]*)e");

  private static final AtomicInteger NEXT = new AtomicInteger();

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

  /// With an id that nobody had before: of two with the same, one would be turned away.
  static byte[] handshake(String infoHash) {
    return ByteBuffer.allocate(68)
        .put((byte) 19)
        .put("BitTorrent protocol".getBytes(StandardCharsets.US_ASCII))
        .put(new byte[] {0, 0, 0, 0, 0, 0x10, 0, 4})
        .put(HexFormat.of().parseHex(infoHash))
        .put("-XX0001-%012d".formatted(NEXT.incrementAndGet()).getBytes(StandardCharsets.US_ASCII))
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

  /// Says nothing, and stays.
  static Attack halfOpen() {
    return socket -> socket.getInputStream().readAllBytes();
  }

  /// Tells of false peers without end, in messages of fifty that are as they should be.
  static Attack peerExchangeFlood(String infoHash) {
    return socket -> {
      OutputStream out = socket.getOutputStream();
      out.write(handshake(infoHash));
      out.write(extended(0, "d1:md6:ut_pexi1eee".getBytes(StandardCharsets.ISO_8859_1)));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readFully(new byte[68]);
      int theirs = 0;
      while (theirs == 0) {
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        Matcher named = PEER_EXCHANGE.matcher(new String(body, StandardCharsets.ISO_8859_1));
        theirs = named.find() ? Integer.parseInt(named.group(1)) : 0;
      }
      SplittableRandom random = new SplittableRandom(1);
      while (true) {
        ByteBuffer peers = ByteBuffer.allocate(50 * 6);
        while (peers.hasRemaining()) {
          // an address of documentation, at which nobody is
          peers.putInt(0xc000_0200 | random.nextInt(256)).putShort((short) random.nextInt());
        }
        ByteBuffer body = ByteBuffer.allocate(400);
        body.put("d5:added300:".getBytes(StandardCharsets.ISO_8859_1)).put(peers.array());
        body.put("7:added.f50:".getBytes(StandardCharsets.ISO_8859_1)).put(new byte[50]);
        body.put((byte) 'e');
        byte[] whole = new byte[body.flip().remaining()];
        body.get(whole);
        out.write(extended(theirs, whole));
      }
    };
  }

  private static byte[] extended(int id, byte[] body) {
    return message(20, ByteBuffer.allocate(1 + body.length).put((byte) id).put(body).array());
  }

  /// Says that it has everything, and lets nobody ask.
  static Attack choker(String infoHash) {
    return socket -> {
      OutputStream out = socket.getOutputStream();
      out.write(handshake(infoHash));
      out.write(message(14, new byte[0]));
      socket.getInputStream().readAllBytes();
    };
  }

  /// Has everything, lets everybody ask, and gives nothing.
  static Attack staller(String infoHash) {
    return socket -> serve(socket, infoHash, (_, _) -> {});
  }

  /// Has everything, lets everybody ask, and gives wrong bytes: all of them, or the first block of
  /// each piece, the others being right.
  static Attack corrupter(String infoHash, byte[] content, int pieceLength, boolean all) {
    return socket ->
        serve(
            socket,
            infoHash,
            (out, request) -> {
              ByteBuffer asked = ByteBuffer.wrap(request);
              int piece = asked.getInt();
              int begin = asked.getInt();
              int length = asked.getInt();
              byte[] block = Arrays.copyOf(request, 8 + length);
              Arrays.fill(block, 8, block.length, (byte) 0);
              if (!all && begin > 0) {
                System.arraycopy(content, piece * pieceLength + begin, block, 8, length);
              }
              out.write(message(7, block));
            });
  }

  /// What is said to a request.
  private interface Answer {
    void to(OutputStream out, byte[] request) throws IOException;
  }

  private static void serve(Socket socket, String infoHash, Answer answer) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(handshake(infoHash));
    out.write(message(14, new byte[0]));
    out.write(message(1, new byte[0]));
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readFully(new byte[68]);
    while (true) {
      byte[] body = new byte[in.readInt()];
      in.readFully(body);
      if (body.length == 13 && body[0] == 6) {
        answer.to(out, Arrays.copyOfRange(body, 1, 13));
      }
    }
  }
}
