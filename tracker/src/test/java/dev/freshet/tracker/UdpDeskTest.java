package dev.freshet.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.registry.RegistryConfig;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.announce.AnnounceEvent;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.UdpRequest;
import dev.freshet.protocol.announce.UdpRequestCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What a UDP tracker says to those whose address may be forged.
class UdpDeskTest {
  private static final int TRIES = 100_000;
  private static final IpAddress CLIENT = IpAddress.v4(0x0b00_0001);
  private static final IpAddress OTHER = IpAddress.v4(0x0b00_0002);
  private static final Hash SWARM = Hash.of(new byte[20]);

  private final SplittableRandom random = new SplittableRandom(1);
  private final SharedRegistry registry = new SharedRegistry(RegistryConfig.defaults());
  private final UdpDesk desk = new UdpDesk(registry, new ConnectionIds(new byte[32]));

  @Test
  void noForgedIdOpensAnything() {
    long id = given(CLIENT, 7);
    for (int i = 0; i < TRIES; i++) {
      long forged = i < Long.SIZE ? id ^ 1L << i : random.nextLong();
      assertThat(desk.answer(announce(forged), CLIENT, 7)).isNull();
    }
    assertThat(registry.totals().announces()).isZero();
  }

  @Test
  void anIdIsGoodForItsAddressAndForTwoMinutesAlone() {
    long id = given(CLIENT, 7);
    assertThat(desk.answer(announce(id), OTHER, 7)).isNull();
    for (long minute : new long[] {0, 6, 9, 10, -7, Long.MAX_VALUE}) {
      assertThat(desk.answer(announce(id), CLIENT, minute)).as("minute " + minute).isNull();
    }
    assertThat(desk.answer(announce(id), CLIENT, 8)).isNotNull();
  }

  @Test
  void whoHasNotProvedHisAddressGetsNoMoreBytesThanHeSent() {
    long in = 0;
    long out = 0;
    for (int i = 0; i < TRIES; i++) {
      ByteBuffer datagram = datagram(i);
      in += datagram.remaining();
      int asked = datagram.remaining();
      ByteBuffer answer = desk.answer(datagram, CLIENT, 7);
      int said = answer == null ? 0 : answer.remaining();
      assertThat(said).isLessThanOrEqualTo(asked);
      out += said;
    }
    assertThat(out).isPositive().isLessThan(in);
    assertThat(registry.totals().announces()).isZero();
  }

  /// Something of every kind: calls, announces and scrapes with forged ids, noise, cut and long.
  private ByteBuffer datagram(int i) {
    ByteBuffer whole =
        switch (i % 4) {
          case 0 -> UdpRequestCodec.encode(new UdpRequest.Connect(i));
          case 1 -> announce(random.nextLong());
          case 2 ->
              UdpRequestCodec.encode(
                  new UdpRequest.Scrape(random.nextLong(), i, List.of(SWARM, SWARM)));
          default -> {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            yield ByteBuffer.wrap(noise);
          }
        };
    return i % 3 == 0 ? whole.limit(random.nextInt(whole.limit() + 1)) : whole;
  }

  private long given(IpAddress client, long minute) {
    ByteBuffer answer =
        Objects.requireNonNull(
            desk.answer(UdpRequestCodec.encode(new UdpRequest.Connect(1)), client, minute));
    return answer.getLong(8);
  }

  private static ByteBuffer announce(long id) {
    return UdpRequestCodec.encode(
        new UdpRequest.Announce(
            id,
            2,
            new AnnounceRequest(
                SWARM,
                PeerId.ours(1, 1),
                6881,
                0,
                0,
                1,
                AnnounceEvent.STARTED,
                0,
                200,
                true,
                null,
                null),
            ""));
  }
}
