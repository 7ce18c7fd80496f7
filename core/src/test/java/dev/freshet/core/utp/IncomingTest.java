package dev.freshet.core.utp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class IncomingTest {
  private final Incoming incoming = new Incoming(1, new Budget(1 << 20));

  /// A payload of one byte, behind as many bytes of headers.
  private static ByteBuffer behind(int headers) {
    return ByteBuffer.allocate(headers + 1).put(headers, (byte) 7).slice(headers, 1);
  }

  @Test
  void aByteBehindLongHeadersDoesNotHoldThem() {
    assertThat(incoming.take(2, behind(64_000))).isTrue();
    assertThat(incoming.take(1, ByteBuffer.allocate(0))).isTrue();
    ByteBuffer whole = incoming.handOn().buffer();
    assertThat(whole.remaining()).isEqualTo(1);
    assertThat(whole.get(whole.position())).isEqualTo((byte) 7);
    assertThat(whole.arrayOffset() + whole.position()).as("what it holds besides").isZero();
  }

  @Test
  void anOrdinaryPacketIsNotCopied() {
    ByteBuffer packet = ByteBuffer.allocate(1420).slice(20, 1400);
    assertThat(incoming.take(1, packet)).isTrue();
    assertThat(incoming.handOn().buffer()).isSameAs(packet);
  }
}
