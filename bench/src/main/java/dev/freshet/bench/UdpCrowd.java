package dev.freshet.bench;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.announce.AnnounceEvent;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.SwarmCounts;
import dev.freshet.protocol.announce.UdpRequest;
import dev.freshet.protocol.announce.UdpRequestCodec;
import dev.freshet.protocol.announce.UdpResponse;
import dev.freshet.protocol.announce.UdpResponseCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Clients of a UDP tracker on this machine, at their best and at their worst: `UdpCrowd PORT load
/// RATE SECONDS` offers so many announces a second, whatever comes of them, and prints how many
/// were sent and answered in a second; `UdpCrowd PORT flood SWARMS PEERS` announces so many
/// invented swarms of so many peers each, while one honest swarm of fifty keeps announcing itself,
/// and prints how many peers of that the tracker knows at the end.
public final class UdpCrowd implements AutoCloseable {
  /// The transaction of what is waited for; announces have those from 0 up.
  private static final int LAST = -1;

  private static final int HONEST = 50;
  private static final int EVERY = 20_000;
  private static final int WINDOW = 128;
  private static final int BUFFER = 4 << 20;
  private static final int BURST = 16;
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final DatagramChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(2048);
  private final long id;

  private UdpCrowd(int port) throws IOException {
    channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    id = ((UdpResponse.Connected) ask(new UdpRequest.Connect(LAST))).connection();
  }

  /// Runs one of the two.
  public static void main(String[] words) throws Exception {
    try (UdpCrowd crowd = new UdpCrowd(Integer.parseInt(words[0]))) {
      int first = Integer.parseInt(words[2]);
      int second = Integer.parseInt(words[3]);
      System.out.println(
          switch (words[1]) {
            case "load" -> crowd.load(first, second);
            case "flood" -> crowd.flood(first, second);
            default -> throw new IllegalArgumentException(words[1]);
          });
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /// The answer to this request; late ones to others are passed over.
  private UdpResponse ask(UdpRequest request) throws IOException {
    channel.write(UdpRequestCodec.encode(request));
    for (int i = 0; i < 10 * WINDOW; i++) {
      in.clear();
      channel.read(in);
      if (UdpResponseCodec.decode(in.flip(), false) instanceof UdpResponse response
          && response.transaction() == LAST) {
        return response;
      }
    }
    throw new IOException("the tracker says nothing of use");
  }

  private ByteBuffer announce(int swarm, int port) {
    byte[] name = new byte[Hash.SHA1_LENGTH];
    ByteBuffer.wrap(name).putInt(16, swarm);
    AnnounceRequest request =
        new AnnounceRequest(
            Hash.of(name),
            PeerId.ours(swarm, port),
            port,
            0,
            0,
            1,
            AnnounceEvent.STARTED,
            0,
            50,
            true,
            null,
            null);
    return UdpRequestCodec.encode(new UdpRequest.Announce(id, swarm, request, ""));
  }

  // Load.

  private String load(int rate, int seconds) throws Exception {
    AtomicLong answered = new AtomicLong();
    Thread reader = Thread.ofPlatform().daemon().start(() -> read(answered));
    List<ByteBuffer> requests = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      requests.add(direct(announce(i, 1 + i % 60_000)));
    }
    long start = System.nanoTime();
    long end = start + WARM_UP_NANOS + TimeUnit.SECONDS.toNanos(seconds);
    long sent = 0;
    long sentBefore = 0;
    long answeredBefore = 0;
    long measured = 0;
    for (long now = start; now - end < 0; now = System.nanoTime()) {
      if (measured == 0 && now - start >= WARM_UP_NANOS) {
        measured = now;
        sentBefore = sent;
        answeredBefore = answered.get();
      }
      long due = (now - start) / 1000 * rate / 1_000_000;
      for (int i = 0; i < BURST && sent < due; i++) {
        channel.write(requests.get((int) (sent++ % requests.size())).rewind());
      }
      if (sent >= due) {
        LockSupport.parkNanos(50_000);
      }
    }
    double took = (System.nanoTime() - measured) / 1e9;
    reader.interrupt();
    return "{\"offered\":%.0f,\"answered\":%.0f}"
        .formatted((sent - sentBefore) / took, (answered.get() - answeredBefore) / took);
  }

  private static ByteBuffer direct(ByteBuffer bytes) {
    return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
  }

  private void read(AtomicLong answered) {
    ByteBuffer into = ByteBuffer.allocateDirect(2048);
    try {
      while (true) {
        into.clear();
        channel.read(into);
        // an announce that was served, not an error
        answered.addAndGet(into.getInt(0) == 1 ? 1 : 0);
      }
    } catch (IOException e) {
      // closed: the measurement is over
    }
  }

  // Flood.

  private String flood(int swarms, int peers) throws IOException {
    channel.configureBlocking(false);
    ArrayDeque<Long> out = new ArrayDeque<>();
    long told = 0;
    for (int swarm = 1; swarm <= swarms; swarm++) {
      for (int peer = 1; peer <= peers; peer++) {
        if (told++ % EVERY == 0) {
          for (int honest = 1; honest <= HONEST; honest++) {
            tell(announce(0, honest), out);
          }
        }
        tell(announce(swarm, peer), out);
      }
    }
    while (!out.isEmpty()) {
      hear(out);
    }
    channel.configureBlocking(true);
    UdpResponse.Scraped scraped =
        (UdpResponse.Scraped)
            ask(new UdpRequest.Scrape(id, LAST, List.of(Hash.of(new byte[Hash.SHA1_LENGTH]))));
    SwarmCounts honest = scraped.swarms().getFirst();
    return "{\"announces\":%d,\"honest_of_%d\":%d}"
        .formatted(told, HONEST, honest.leechers() + honest.seeds());
  }

  private void tell(ByteBuffer announce, ArrayDeque<Long> out) throws IOException {
    while (out.size() >= WINDOW) {
      hear(out);
    }
    channel.write(announce);
    out.add(System.nanoTime());
  }

  /// Takes what has come; what does not come is lost.
  private void hear(ArrayDeque<Long> out) throws IOException {
    in.clear();
    if (channel.read(in) > 0) {
      out.poll();
    } else if (!out.isEmpty() && System.nanoTime() - out.peek() > PATIENCE_NANOS) {
      out.remove();
    } else {
      LockSupport.parkNanos(20_000);
    }
  }
}
