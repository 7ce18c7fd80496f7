package dev.freshet.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionsTest {
  private static final int BLOCK = 16 << 10;

  @ParameterizedTest
  @ValueSource(ints = {1, 100, BLOCK, BLOCK + 13, 1 << 20, 20 << 20})
  void bytesArriveAsTheyWereSent(int size) throws IOException {
    for (IpAddress ip : List.of(Station.LOOPBACK, Station.LOOPBACK_V6)) {
      try (Station a = Station.open();
          Station b = Station.open()) {
        byte[] bytes = new byte[size];
        SplittableRandom random = new SplittableRandom(size);
        random.nextBytes(bytes);
        int conn = a.connect(b.at(ip));
        Station.until("connected", () -> !a.told(NetInput.Connected.class).isEmpty(), a, b);
        int sends = 0;
        for (int at = 0, length; at < size; at += length, sends++) {
          length = Math.min(size - at, random.nextInt(1, 2 * BLOCK));
          byte[] part = new byte[length];
          System.arraycopy(bytes, at, part, 0, length);
          a.send(conn, part);
        }
        Station.until("all arrived", () -> b.allBytes() == size, a, b);
        Station.until("all is told as sent", () -> a.sent(conn) == size, a, b);
        assertThat(b.hashFrom(b.accepted().getFirst())).isEqualTo(Digest.of(bytes));
        assertThat(a.released).hasValue(sends);
        assertThat(b.told(NetInput.Accepted.class).getFirst().from().ip()).isEqualTo(ip);
      }
    }
  }

  @Test
  void oneConnectionCarriesBothWaysAtOnce() throws IOException {
    try (Station a = Station.open();
        Station b = Station.open()) {
      int out = a.connect(b.at(Station.LOOPBACK));
      Station.until("accepted", () -> !b.accepted().isEmpty(), a, b);
      int in = b.accepted().getFirst();
      for (int i = 0; i < 200; i++) {
        a.send(out, new byte[BLOCK]);
        b.send(in, new byte[BLOCK]);
      }
      long all = 200L * BLOCK;
      Station.until("both have all", () -> a.bytesFrom(out) == all && b.bytesFrom(in) == all, a, b);
    }
  }

  @Test
  void nothingIsReadBeforeTheCoreSaysSoNorAfterItSaysStop() throws IOException {
    try (Station a = Station.open();
        Station b = Station.open()) {
      b.readOnAccept = false;
      int conn = a.connect(b.at(Station.LOOPBACK));
      a.send(conn, new byte[BLOCK]);
      Station.untilQuiet(a, b);
      assertThat(b.allBytes()).isZero();

      int in = b.accepted().getFirst();
      b.reading(in, true);
      Station.until("the first block came", () -> b.allBytes() == BLOCK, a, b);

      b.reading(in, false);
      int blocks = 4096;
      for (int i = 0; i < blocks; i++) {
        a.send(conn, new byte[BLOCK]);
      }
      Station.untilQuiet(a, b);
      assertThat(b.allBytes()).isEqualTo(BLOCK);
      assertThat(a.sent(conn)).as("the kernels hold some").isLessThan((long) blocks * BLOCK);

      b.reading(in, true);
      Station.until("the rest came", () -> b.allBytes() == (blocks + 1L) * BLOCK, a, b);
    }
  }

  @Test
  void receivedBytesThatAreHeldStopTheReadingAtTheLimit() throws IOException {
    int limit = 4 * ReadPool.SLAB_BYTES;
    try (Station a = Station.open();
        Station b = new Station(NetOptions.defaults().withMaxReadBytes(limit))) {
      b.holdLeases = true;
      long all = 0;
      for (int i = 0; i < 3; i++) {
        int conn = a.connect(b.at(Station.LOOPBACK));
        a.send(conn, new byte[2 << 20]);
        all += 2 << 20;
      }
      long expected = all;
      Station.untilQuiet(a, b);
      assertThat(b.allBytes()).isPositive().isLessThanOrEqualTo(limit);

      Station.until(
          "it goes on as leases come back",
          () -> {
            b.releaseHeld();
            return b.allBytes() == expected;
          },
          a,
          b);
    }
  }

  @Test
  void aPeerThatNeverReadsCostsNoMoreThanWhatTheCoreQueued() throws IOException {
    try (Station a = Station.open();
        ServerSocketChannel lazy = ServerSocketChannel.open().bind(loopback(0))) {
      int conn = a.connect(new Endpoint(Station.LOOPBACK, lazy.socket().getLocalPort()));
      try (SocketChannel _ = lazy.accept()) {
        int blocks = 1024;
        for (int i = 0; i < blocks; i++) {
          a.send(conn, new byte[BLOCK]);
        }
        Station.untilQuiet(a);
        long sent = a.sent(conn);
        assertThat(sent).isPositive().isLessThan((long) blocks * BLOCK);
        assertThat(a.released.get()).isEqualTo((int) (sent / BLOCK));

        a.close(conn);
        assertThat(a.released.get()).isEqualTo(blocks);
        assertThat(a.told(NetInput.Closed.class)).isEmpty();
      }
    }
  }

  @Test
  void aQueueBeyondTheLimitEndsTheConnection() throws IOException {
    try (Station a = Station.open();
        ServerSocketChannel lazy = ServerSocketChannel.open().bind(loopback(0))) {
      int conn = a.connect(new Endpoint(Station.LOOPBACK, lazy.socket().getLocalPort()));
      int sends = (int) (Connections.MAX_QUEUED_BYTES >> 20) + 1;
      for (int i = 0; i < sends; i++) {
        a.send(conn, new byte[1 << 20]);
      }
      a.send(conn, new byte[1]);
      Station.until("closed", () -> !a.told(NetInput.Closed.class).isEmpty(), a);
      assertThat(a.told(NetInput.Closed.class))
          .containsExactly(new NetInput.Closed(conn, "takes too little of what it is sent"));
      assertThat(a.released.get()).isEqualTo(sends + 1);
    }
  }

  @Test
  void fiveHundredConnectionsEachGetTheirOwnBytes() throws IOException {
    int count = 500;
    try (Station a = Station.open();
        Station b = Station.open()) {
      for (int i = 0; i < count; i++) {
        int conn = a.connect(b.at(Station.LOOPBACK));
        a.send(conn, new byte[conn]);
      }
      long all = count * (count + 1L) / 2;
      Station.until("all came", () -> b.allBytes() == all, a, b);
      assertThat(b.received.values().stream().map(Digest::length).sorted().distinct())
          .hasSize(count);
      assertThat(b.accepted()).hasSize(count).doesNotHaveDuplicates().allMatch(conn -> conn < 0);
    }
  }

  @Test
  void whatIsQueuedLeavesBeforeTheConnectionCloses() throws IOException {
    try (Station a = Station.open();
        Station b = Station.open()) {
      int conn = a.connect(b.at(Station.LOOPBACK));
      Station.until("accepted", () -> !b.accepted().isEmpty(), a, b);
      Station.until("connected", () -> !a.told(NetInput.Connected.class).isEmpty(), a, b);
      a.send(conn, new byte[100]);
      a.close(conn);
      a.send(conn, new byte[100]);
      Station.until("told", () -> !b.told(NetInput.Closed.class).isEmpty(), a, b);
      assertThat(b.allBytes()).isEqualTo(100);
      assertThat(b.told(NetInput.Closed.class))
          .containsExactly(
              new NetInput.Closed(b.accepted().getFirst(), "closed by the other side"));
      assertThat(a.told(NetInput.Closed.class)).isEmpty();
      assertThat(a.released).as("also of what came too late").hasValue(2);
    }
  }

  @Test
  void aResetIsTold() throws IOException {
    try (Station a = Station.open();
        ServerSocket rude = new ServerSocket(0, 1, loopback(0).getAddress())) {
      int conn = a.connect(new Endpoint(Station.LOOPBACK, rude.getLocalPort()));
      var socket = rude.accept();
      socket.setSoLinger(true, 0);
      Station.until("connected", () -> !a.told(NetInput.Connected.class).isEmpty(), a);
      socket.close();
      Station.until("closed", () -> !a.told(NetInput.Closed.class).isEmpty(), a);
      assertThat(a.told(NetInput.Closed.class))
          .containsExactly(new NetInput.Closed(conn, "connection reset"));
    }
  }

  @Test
  void aClosedPortRefuses() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (Station a = Station.open()) {
      int conn = a.connect(new Endpoint(Station.LOOPBACK, free));
      int v6 = a.connect(new Endpoint(Station.LOOPBACK_V6, free));
      Station.until("both closed", () -> a.told(NetInput.Closed.class).size() == 2, a);
      assertThat(a.told(NetInput.Closed.class))
          .containsExactlyInAnyOrder(
              new NetInput.Closed(conn, "connection refused"),
              new NetInput.Closed(v6, "connection refused"));
    }
  }

  @Test
  void whoDoesNotAnswerTimesOut() throws IOException {
    long quick = TimeUnit.MILLISECONDS.toNanos(200);
    try (Station a = new Station(NetOptions.defaults().withConnectTimeoutNanos(quick));
        ServerSocketChannel full = ServerSocketChannel.open().bind(loopback(0), 1)) {
      Endpoint to = new Endpoint(Station.LOOPBACK, full.socket().getLocalPort());
      for (int i = 0; i < 8; i++) {
        a.connect(to);
      }
      Station.until("some time out", () -> !a.told(NetInput.Closed.class).isEmpty(), a);
      assertThat(a.told(NetInput.Closed.class))
          .allSatisfy(closed -> assertThat(closed.reason()).isEqualTo("timed out"));
    }
  }

  @Test
  void whatTheNodeGivesUpIsNotTold() throws IOException {
    try (Station a = Station.open();
        Station b = Station.open()) {
      int conn = a.connect(b.at(Station.LOOPBACK));
      a.close(conn);
      Station.untilQuiet(a, b);
      assertThat(a.told).isEmpty();
    }
  }

  @Test
  void beyondTheMostConnectionsWhoComesIsTurnedAway() throws IOException {
    try (Station a = Station.open();
        Station b = new Station(NetOptions.defaults().withMaxConnections(2))) {
      for (int i = 0; i < 5; i++) {
        a.connect(b.at(Station.LOOPBACK));
      }
      Station.until("three are sent off", () -> a.told(NetInput.Closed.class).size() == 3, a, b);
      assertThat(b.accepted()).hasSize(2);
      int conn = b.connect(a.at(Station.LOOPBACK));
      Station.until("closed", () -> !b.told(NetInput.Closed.class).isEmpty(), b);
      assertThat(b.told(NetInput.Closed.class))
          .containsExactly(new NetInput.Closed(conn, "too many connections"));
    }
  }

  @Test
  void boundToOneAddressItListensAndConnectsThereOnly() throws IOException {
    IpAddress other = IpAddress.v4(0x7f000002);
    try (Station a = new Station(NetOptions.defaults().withBind(List.of(other)));
        Station b = Station.open()) {
      a.connect(b.at(Station.LOOPBACK));
      int v6 = a.connect(b.at(Station.LOOPBACK_V6));
      b.connect(a.at(Station.LOOPBACK));
      b.connect(a.at(other));
      Station.until("accepted", () -> b.accepted().size() + a.accepted().size() == 2, a, b);
      Station.until("refused", () -> !b.told(NetInput.Closed.class).isEmpty(), a, b);
      assertThat(b.told(NetInput.Accepted.class).getFirst().from().ip()).isEqualTo(other);
      assertThat(a.told(NetInput.Closed.class))
          .containsExactly(new NetInput.Closed(v6, "no bound address of the family of ::1"));
    }
  }

  @Test
  void aPortInUseIsSaidPlainly() throws IOException {
    try (Station a = Station.open()) {
      NetOptions same = NetOptions.defaults().withPort(a.loop.port());
      assertThatThrownBy(() -> NetLoop.open(same))
          .isInstanceOf(IOException.class)
          .hasMessage("port " + a.loop.port() + " is in use by another program");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsSaidPlainly() {
    NetOptions foreign = NetOptions.defaults().withBind(List.of(IpAddress.v4(0xc0000201)));
    assertThatThrownBy(() -> NetLoop.open(foreign))
        .isInstanceOf(IOException.class)
        .hasMessage("192.0.2.1 is not an address of this machine");
  }

  @Test
  void aWakeupEndsTheWaiting() throws IOException {
    try (Station a = Station.open()) {
      a.loop.wakeup();
      a.loop.poll(TimeUnit.DAYS.toNanos(1), _ -> {});
      Thread waker = Thread.ofVirtual().start(a.loop::wakeup);
      a.loop.poll(TimeUnit.DAYS.toNanos(1), _ -> {});
      assertThat(waker.isVirtual()).isTrue();
    }
  }

  @Test
  void bytesWithoutALeaseAreSentToo() throws IOException {
    try (Station a = Station.open();
        Station b = Station.open()) {
      int conn = a.connect(b.at(Station.LOOPBACK));
      ByteBuffer part = ByteBuffer.wrap(new byte[10]).position(3).limit(8);
      a.loop.perform(new NetEffect.Send(conn, part, null));
      Station.until("came", () -> b.allBytes() == 5, a, b);
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(Sockets.address(Station.LOOPBACK), port);
  }
}
