package dev.freshet.sim.check;

import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.ProtocolViolation;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// One direction of a conversation, cut into messages.
final class Wire {
  private static final int MOST = 1 << 20;

  private ByteBuffer rest = ByteBuffer.allocate(0);
  private boolean greeted;
  private boolean broken;

  /// Whether the handshake has passed.
  boolean greeted() {
    return greeted;
  }

  void feed(ByteBuffer bytes, Consumer<Decoded> heard) {
    if (broken) {
      return;
    }
    ByteBuffer all = bytes;
    if (rest.hasRemaining()) {
      all = ByteBuffer.allocate(rest.remaining() + bytes.remaining());
      all.put(rest).put(bytes.duplicate()).flip();
    } else {
      all = bytes.duplicate();
    }
    while (all.hasRemaining()) {
      Decoded decoded = greeted ? WireCodec.decode(all, MOST) : WireCodec.decodeHandshake(all);
      if (decoded instanceof Decoded.Incomplete) {
        break;
      }
      greeted = true;
      heard.accept(decoded);
      if (decoded instanceof ProtocolViolation) {
        broken = true;
        return;
      }
    }
    rest = ByteBuffer.allocate(all.remaining()).put(all).flip();
  }
}
