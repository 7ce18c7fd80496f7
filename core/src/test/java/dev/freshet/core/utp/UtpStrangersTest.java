package dev.freshet.core.utp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.utp.UtpCodec;
import dev.freshet.protocol.utp.UtpHeader;
import dev.freshet.protocol.utp.UtpPacket;
import dev.freshet.protocol.utp.UtpType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What strangers cost who send what they like.
final class UtpStrangersTest {
  private static final long SECOND = 1_000_000_000L;

  /// About to run out of numbers.
  private final Utp utp = new Utp(new SplittableRandom(5), Integer.MAX_VALUE - 3);

  private final Outbox outbox = new Outbox();
  private final List<NetInput> told = new ArrayList<>();
  private long now = SECOND;

  private static Endpoint stranger(int number) {
    return new Endpoint(IpAddress.v4(0xc6336400 + number / 256), 1 + number % 256);
  }

  private static ByteBuffer packet(UtpType type, int id, int sequence, int ack, int payload) {
    UtpHeader header = new UtpHeader(type, id, 7, 0, 1 << 20, sequence, ack);
    ByteBuffer bytes = ByteBuffer.allocate(UtpHeader.LENGTH + payload);
    UtpCodec.write(header, bytes);
    return bytes.rewind();
  }

  /// Takes a datagram, and a round later says what there is to say.
  private List<NetEffect.SendDatagram> hear(Endpoint from, ByteBuffer bytes) {
    assertThat(utp.received(now, from, bytes, outbox)).isTrue();
    return round();
  }

  private List<NetEffect.SendDatagram> round() {
    for (NetInput news = utp.news(now); news != null; news = utp.news(now)) {
      told.add(news);
      if (news instanceof NetInput.Accepted(int conn, Endpoint _)) {
        outbox.add(new NetEffect.Reading(conn, true));
      }
      utp.take(now, outbox);
    }
    utp.transmit(now, outbox);
    List<NetEffect.SendDatagram> said = new ArrayList<>();
    for (Effect effect : outbox.drain()) {
      said.add((NetEffect.SendDatagram) effect);
    }
    return said;
  }

  private static UtpHeader header(NetEffect.SendDatagram datagram) {
    UtpPacket packet = Objects.requireNonNull(UtpCodec.decode(datagram.bytes()));
    return packet.header();
  }

  @Test
  void aCallIsAnsweredByNoMoreThanItself() {
    ByteBuffer syn = packet(UtpType.SYN, 100, 1, 0, 0);
    List<NetEffect.SendDatagram> said = hear(stranger(1), syn);
    assertThat(said).hasSize(1);
    assertThat(said.getFirst().bytes().remaining()).isEqualTo(syn.remaining());
    assertThat(header(said.getFirst()).type()).isEqualTo(UtpType.STATE);
    assertThat(header(said.getFirst()).connection()).isEqualTo(100);
    now += 60 * SECOND;
    assertThat(round()).as("nothing by itself").isEmpty();
    assertThat(told).as("nobody is told of one who may not be there").isEmpty();
  }

  @Test
  void nobodyIsToldOfOneWhoDoesNotKnowTheAnswer() {
    NetEffect.SendDatagram answer = hear(stranger(1), packet(UtpType.SYN, 100, 1, 0, 0)).getFirst();
    int number = header(answer).sequence();
    assertThat(hear(stranger(1), packet(UtpType.DATA, 101, 2, number + 7 & 0xffff, 50))).isEmpty();
    assertThat(hear(stranger(2), packet(UtpType.DATA, 101, 2, number - 1 & 0xffff, 50)))
        .extracting(said -> header(said).type())
        .containsExactly(UtpType.RESET);
    assertThat(told).isEmpty();
    hear(stranger(1), packet(UtpType.DATA, 101, 2, number - 1 & 0xffff, 50));
    assertThat(told).hasSize(2);
    assertThat(told.getFirst()).isInstanceOf(NetInput.Accepted.class);
    assertThat(told.getLast()).isInstanceOf(NetInput.Received.class);
  }

  @Test
  void aFloodOfCallsIsForgotten() {
    for (int i = 0; i < 20_000; i++) {
      hear(stranger(i), packet(UtpType.SYN, i & 0xffff, 1, 0, 0));
    }
    assertThat(utp.connections()).isEqualTo(Utp.MOST_HALF_OPEN);
    now += 11 * SECOND;
    round();
    assertThat(utp.connections()).isZero();
    assertThat(utp.held()).isZero();
    assertThat(told).isEmpty();
  }

  @Test
  void numbersBeginAnew() {
    List<Integer> numbers = new ArrayList<>();
    for (int one = 0; one < 6; one++) {
      int number =
          header(hear(stranger(one), packet(UtpType.SYN, 100, 1, 0, 0)).getFirst()).sequence();
      hear(stranger(one), packet(UtpType.DATA, 101, 2, number - 1 & 0xffff, 1));
      for (NetInput news : told) {
        if (news instanceof NetInput.Accepted(int conn, Endpoint _)) {
          numbers.add(conn);
        }
      }
      told.clear();
    }
    assertThat(numbers).hasSize(6).doesNotHaveDuplicates().allMatch(UtpNumbers::isUtp);
  }

  @Test
  void whatBelongsToNothingIsAnsweredNowAndThen() {
    int resets = 0;
    for (int i = 0; i < 1000; i++) {
      resets += hear(stranger(i), packet(UtpType.DATA, 9, 1, 1, 100)).size();
      resets += hear(stranger(i), packet(UtpType.RESET, 9, 1, 1, 0)).size();
    }
    assertThat(resets).isEqualTo(Utp.MOST_RESETS_A_SECOND);
  }

  /// Whoever is connected, with the number that our next packet has.
  private int connect(Endpoint who) {
    int number = header(hear(who, packet(UtpType.SYN, 100, 1, 0, 0)).getFirst()).sequence();
    hear(who, packet(UtpType.DATA, 101, 2, number - 1 & 0xffff, 1));
    assertThat(told).isNotEmpty();
    told.clear();
    return number;
  }

  @Test
  void packetsFarAheadAreHeldWithinTheWindow() {
    int number = connect(stranger(1));
    for (int i = 0; i < 60_000; i++) {
      hear(stranger(1), packet(UtpType.DATA, 101, 4 + i & 0xffff, number - 1 & 0xffff, 1400));
    }
    assertThat(utp.held()).isBetween(1L, Incoming.WINDOW * 5L / 4);
    assertThat(told).isEmpty();
  }

  @Test
  void theMemoryOfAllTogetherIsBounded() {
    for (int one = 0; one < 300; one++) {
      int number = connect(stranger(one));
      for (int i = 0; i < 600; i++) {
        hear(stranger(one), packet(UtpType.DATA, 101, 4 + i, number - 1 & 0xffff, 1400));
      }
    }
    assertThat(utp.held()).isLessThan(Utp.MEMORY + 2000);
  }

  @Test
  void whoLeavesGapsSlowsNobodyDown() {
    for (int one = 0; one < 300; one++) {
      int number = connect(stranger(one));
      for (int i = 0; i < 1000; i++) {
        hear(stranger(one), packet(UtpType.DATA, 101, 4 + i, number - 1 & 0xffff, 1400));
      }
    }
    for (int i = 0; i < 11; i++) {
      now += SECOND;
      round();
    }
    assertThat(told).as("had to leave").hasSizeGreaterThan(100);
    Endpoint honest = stranger(1000);
    int number = connect(honest);
    now += SECOND;
    List<NetEffect.SendDatagram> said =
        hear(honest, packet(UtpType.DATA, 101, 4, number - 1 & 0xffff, 1000));
    assertThat(header(said.getLast()).window()).as("what it may send").isGreaterThan(64 << 10);
    hear(honest, packet(UtpType.DATA, 101, 3, number - 1 & 0xffff, 1000));
    assertThat(told).as("out of order or not, it came").hasSize(1);
    assertThat(((NetInput.Received) told.getFirst()).bytes().buffer().remaining()).isEqualTo(2000);
  }

  @Test
  void acknowledgingWhatWasNeverSentDoesNothing() {
    int number = connect(stranger(1));
    for (int ack = 0; ack < 1 << 16; ack += 17) {
      if ((short) (ack - number) >= 0) {
        hear(stranger(1), packet(UtpType.STATE, 101, 3, ack, 0));
        hear(stranger(1), packet(UtpType.DATA, 101, 3, ack, 10));
      }
    }
    assertThat(told).isEmpty();
  }

  @Test
  void onlyWhoSeesOurNumbersCanResetUs() {
    int number = connect(stranger(1));
    hear(stranger(1), packet(UtpType.RESET, 100, 0, number + 1 & 0xffff, 0));
    assertThat(told).isEmpty();
    hear(stranger(1), packet(UtpType.RESET, 100, 0, number, 0));
    assertThat(told).hasSize(1);
    assertThat(told.getFirst()).isInstanceOf(NetInput.Closed.class);
  }

  @Test
  void anyPacketsAtAllDoNoHarm() {
    SplittableRandom random = new SplittableRandom(3);
    int number = connect(stranger(1));
    for (int i = 0; i < 100_000; i++) {
      UtpType type = UtpType.values()[random.nextInt(3)];
      byte[] mask = new byte[4 * random.nextInt(20)];
      random.nextBytes(mask);
      UtpHeader header =
          new UtpHeader(
              type,
              101,
              random.nextInt(),
              random.nextInt(),
              random.nextInt(1 << 21),
              2 + random.nextInt(-3, 1100) & 0xffff,
              number - 1 + random.nextInt(-2, 2) & 0xffff);
      now += random.nextInt(1_000_000);
      utp.received(now, stranger(1), UtpCodec.encode(header, mask), outbox);
      round();
    }
    assertThat(utp.held()).isLessThan(2 * Incoming.WINDOW);
  }
}
