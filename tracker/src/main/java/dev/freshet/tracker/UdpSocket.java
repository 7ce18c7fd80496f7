package dev.freshet.tracker;

import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One UDP socket and the thread that answers on it.
final class UdpSocket implements AutoCloseable {
  private static final int LARGEST_REQUEST = 2048;
  private static final int KERNEL_QUEUE = 1 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final DatagramChannel channel;
  private @Nullable Thread thread;

  /// Bound and silent.
  UdpSocket(InetSocketAddress at) throws IOException {
    channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_QUEUE);
      channel.bind(at);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /// Answers from now on.
  void start(UdpDesk desk) {
    thread = Thread.ofPlatform().name("tracker-udp").daemon().start(() -> answer(desk));
  }

  private void answer(UdpDesk desk) {
    ByteBuffer in = ByteBuffer.allocateDirect(LARGEST_REQUEST);
    while (channel.isOpen()) {
      try {
        in.clear();
        if (channel.receive(in) instanceof InetSocketAddress from) {
          send(desk.answer(in.flip(), ip(from), minute()), from);
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // what cannot be sent to one client (no route, port 0) is lost; the next one is served
      }
    }
  }

  private void send(@Nullable ByteBuffer answer, InetSocketAddress to) throws IOException {
    if (answer != null) {
      channel.send(answer, to);
    }
  }

  private static IpAddress ip(InetSocketAddress from) {
    return IpAddress.of(from.getAddress().getAddress());
  }

  private static long minute() {
    return TimeUnit.NANOSECONDS.toMinutes(System.nanoTime());
  }

  /// The port is free again after this: the kernel keeps it until the last reader has left.
  @Override
  public void close() throws IOException {
    channel.close();
    Thread reader = thread;
    try {
      if (reader != null) {
        reader.join(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
