package dev.freshet.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Clients of an HTTP tracker on this machine, a connection for each announce: `HttpCrowd PORT RATE
/// SECONDS` begins so many a second, whatever comes of them, and prints how many were begun and
/// answered in a second. Whoever has waited two seconds goes away.
public final class HttpCrowd {
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int BURST = 64;
  private static final int ADDRESSES = 200;

  /// One announce under way.
  private record Caller(SocketChannel channel, long since) {}

  private final InetSocketAddress tracker;
  private final Selector selector = Selector.open();
  private final ArrayDeque<Caller> waiting = new ArrayDeque<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
  private long begun;
  private long answered;

  private HttpCrowd(int port) throws IOException {
    tracker = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// Runs it.
  public static void main(String[] words) throws IOException {
    System.out.println(
        new HttpCrowd(Integer.parseInt(words[0]))
            .load(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
  }

  private String load(int rate, int seconds) throws IOException {
    long start = System.nanoTime();
    long end = start + WARM_UP_NANOS + TimeUnit.SECONDS.toNanos(seconds);
    long begunBefore = 0;
    long answeredBefore = 0;
    long measured = 0;
    for (long now = start; now - end < 0; now = System.nanoTime()) {
      if (measured == 0 && now - start >= WARM_UP_NANOS) {
        measured = now;
        begunBefore = begun;
        answeredBefore = answered;
      }
      long due = (now - start) / 1000 * rate / 1_000_000;
      for (int i = 0; i < BURST && begun < due; i++) {
        SocketChannel channel = open();
        if (channel == null) {
          break;
        }
        int number = (int) (begun++ % ADDRESSES);
        try {
          begin(now, channel, number);
        } catch (IOException e) {
          gone(channel);
        }
      }
      while (!waiting.isEmpty() && now - waiting.getFirst().since > PATIENCE_NANOS) {
        waiting.removeFirst().channel.close();
      }
      selector.select(this::turn, 1);
    }
    double took = (System.nanoTime() - measured) / 1e9;
    return "{\"offered\":%.0f,\"answered\":%.0f}"
        .formatted((begun - begunBefore) / took, (answered - answeredBefore) / took);
  }

  /// Null while as many wait as this program may have open: those that do not come are not counted.
  private static @Nullable SocketChannel open() {
    try {
      return SocketChannel.open();
    } catch (IOException e) {
      return null;
    }
  }

  private void begin(long now, SocketChannel channel, int number) throws IOException {
    // many addresses, so that none runs out of ports
    channel.bind(new InetSocketAddress("127.0.1." + (1 + number), 0));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    int port = 1024 + (int) (begun % 60_000);
    boolean stands = channel.connect(tracker);
    SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, request(port));
    waiting.add(new Caller(channel, now));
    if (stands) {
      say(key);
    }
  }

  private static ByteBuffer request(int port) {
    return StandardCharsets.US_ASCII.encode(
        "GET /announce?info_hash="
            + "%ab".repeat(20)
            + "&peer_id=-XX0001-111111111111&left=1&compact=1&numwant=50&port="
            + port
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  private void say(SelectionKey key) throws IOException {
    ((SocketChannel) key.channel()).write((ByteBuffer) key.attachment());
    key.interestOps(SelectionKey.OP_READ);
  }

  private void turn(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable()) {
        if (channel.finishConnect()) {
          say(key);
        }
        return;
      }
      in.clear();
      channel.read(in);
      // the status line of an answer that is none of an error
      answered += in.position() > 12 && in.get(9) == '2' ? 1 : 0;
      channel.close();
    } catch (IOException e) {
      gone(channel);
    }
  }

  /// It was turned away, which is no answer.
  private static void gone(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
