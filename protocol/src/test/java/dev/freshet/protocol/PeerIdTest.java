package dev.freshet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PeerIdTest {
  @Test
  void oursBeginWithThePrefixAndEndInChance() {
    PeerId id = PeerId.ours(0x0102030405060708L, 0x090a0b0cL);
    assertThat(id).hasToString("-FH0100-%01%02%03%04%05%06%07%08%09%0a%0b%0c");
    assertThat(PeerId.ours(0x0102030405060708L, 0x090a0b0dL)).isNotEqualTo(id);
  }

  @Test
  void twentyBytesAreAnId() {
    assertThatThrownBy(() -> PeerId.of(new byte[19])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PeerId.of(new byte[21])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIdSharesNoBytes() {
    byte[] bytes = "-XX0000-abcdefghijkl".getBytes(ISO_8859_1);
    PeerId id = PeerId.of(bytes);
    bytes[0] = 'x';
    id.bytes()[1] = 'x';
    assertThat(id).hasToString("-XX0000-abcdefghijkl");
  }

  @Test
  void whatIsNotPrintableIsEscaped() {
    PeerId id = PeerId.of("% \u007f\u00ff~0123456789abcde".getBytes(ISO_8859_1));
    assertThat(id).hasToString("%25%20%7f%ff~0123456789abcde");
  }

  @Test
  void buffersAreReadAndWrittenAtTheirPosition() {
    PeerId id = PeerId.ours(1, 2);
    ByteBuffer buffer = ByteBuffer.allocate(22).position(1);
    id.write(buffer);
    assertThat(PeerId.read(buffer.position(1))).isEqualTo(id).hasSameHashCodeAs(id);
    assertThat(buffer.position()).isEqualTo(21);
  }
}
