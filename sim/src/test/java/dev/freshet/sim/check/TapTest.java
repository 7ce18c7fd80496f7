package dev.freshet.sim.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Handshake;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// What the overheard conversation takes for a breach, and what not.
class TapTest {
  private static final int DONT_HAVE = 3;
  private static final Handshake HELLO =
      new Handshake(Handshake.EXTENSIONS, Hash.of(new byte[20]), PeerId.of(new byte[20]));

  private final Tap tap = new Tap(new Possessions(new Nothing()));

  private record Nothing() implements Truth {
    @Override
    public boolean right(int piece, int begin, ByteBuffer bytes) {
      return false;
    }

    @Override
    public boolean stored(int piece) {
      return false;
    }

    @Override
    public boolean diskKeptWord() {
      return true;
    }

    @Override
    public boolean guilty(IpAddress peer) {
      return false;
    }
  }

  @Test
  void aPieceTakenBackAndGivenAgainInOneBreathMayBeAskedFor() {
    greet();
    hear(gone(0), new Message.Have(0));
    hear(new Message.Have(1));
    assertThatCode(() -> say(new Message.Request(0, 0, 16_384))).doesNotThrowAnyException();
  }

  @Test
  void aPieceTakenBackMayNotBeAskedForOnceTheNextWordHasCome() {
    greet();
    hear(new Message.Have(0), gone(0));
    hear(new Message.Have(1));
    assertThatThrownBy(() -> say(new Message.Request(0, 0, 16_384))).hasMessageContaining("lacks");
  }

  private void greet() {
    tap.said(WireCodec.bytes(HELLO));
    tap.heard(WireCodec.bytes(HELLO));
    hear(new Message.Unchoke());
  }

  private static Message gone(int piece) {
    return WireCodec.encodeExtended(new ExtensionMessage.DontHave(piece), DONT_HAVE);
  }

  private void say(Message message) {
    tap.said(WireCodec.bytes(message));
  }

  private void hear(Message... messages) {
    ByteBuffer all = ByteBuffer.allocate(1000);
    for (Message message : messages) {
      all.put(WireCodec.bytes(message));
    }
    tap.heard(all.flip());
  }
}
