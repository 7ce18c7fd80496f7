package dev.freshet.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DatagramsTest {
  @Test
  void tcpAndUdpHaveTheSameNumber() throws IOException {
    try (Station a = Station.open()) {
      assertThat(a.loop.udpPort()).isEqualTo(a.loop.port());
    }
  }

  @Test
  void datagramsGoAndComeBackOverBothFamilies() throws IOException {
    for (IpAddress ip : List.of(Station.LOOPBACK, Station.LOOPBACK_V6)) {
      try (Station a = Station.open();
          Station b = Station.open()) {
        send(a, b.at(ip), "ping");
        Station.until("it came", () -> !datagrams(b).isEmpty(), a, b);
        NetInput.DatagramReceived ping = datagrams(b).getFirst();
        assertThat(ping.from()).isEqualTo(a.at(ip));
        assertThat(text(ping)).isEqualTo("ping");

        send(b, ping.from(), "pong");
        Station.until("the answer came", () -> !datagrams(a).isEmpty(), a, b);
        assertThat(text(datagrams(a).getFirst())).isEqualTo("pong");
      }
    }
  }

  @Test
  void withOneAddressOfEachFamilyTheRightSocketSends() throws IOException {
    NetOptions both =
        NetOptions.defaults().withBind(List.of(Station.LOOPBACK, Station.LOOPBACK_V6));
    try (Station a = new Station(both);
        Station b = Station.open()) {
      send(a, b.at(Station.LOOPBACK_V6), "six");
      Station.until("it came", () -> !datagrams(b).isEmpty(), a, b);
      assertThat(datagrams(b).getFirst().from()).isEqualTo(a.at(Station.LOOPBACK_V6));
    }
  }

  @Test
  void whatCannotBeSentIsLostWithoutAWord() throws IOException {
    try (Station a = new Station(NetOptions.defaults().withBind(List.of(Station.LOOPBACK)))) {
      send(a, new Endpoint(Station.LOOPBACK_V6, 9), "nowhere");
      send(a, new Endpoint(Station.LOOPBACK, 0), "nowhere");
      send(a, new Endpoint(Station.LOOPBACK, 9), "x".repeat(66_000));
      Station.untilQuiet(a);
      assertThat(a.told).isEmpty();
    }
  }

  private static void send(Station from, Endpoint to, String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
    from.loop.perform(new NetEffect.SendDatagram(to, bytes));
  }

  private static List<NetInput.DatagramReceived> datagrams(Station station) {
    return station.told(NetInput.DatagramReceived.class);
  }

  private static String text(NetInput.DatagramReceived datagram) {
    return US_ASCII.decode(datagram.bytes()).toString();
  }
}
