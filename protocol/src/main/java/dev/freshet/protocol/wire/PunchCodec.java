package dev.freshet.protocol.wire;

import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;

/// Holepunch messages as bytes (BEP 55). Some leave the error out where there is none.
final class PunchCodec {
  private static final int V4 = 0;
  private static final int V6 = 1;

  private PunchCodec() {}

  static Decoded decode(ByteBuffer in) {
    if (in.remaining() < 2) {
      return new ProtocolViolation("ut_holepunch of " + in.remaining() + " bytes");
    }
    int kind = in.get() & 0xff;
    int family = in.get() & 0xff;
    if (kind >= Punch.values().length || family > V6) {
      return new ExtensionMessage.Other(Extension.HOLEPUNCH.id());
    }
    boolean v4 = family == V4;
    if (in.remaining() < Endpoint.compactLength(v4)) {
      return new ProtocolViolation("ut_holepunch that ends in its address");
    }
    Endpoint at = Endpoint.readCompact(in, v4);
    int error = in.remaining() >= 4 ? in.getInt() : 0;
    return new ExtensionMessage.Holepunch(Punch.values()[kind], at, error);
  }

  static ByteBuffer encode(ExtensionMessage.Holepunch message) {
    boolean v4 = message.at().ip().isV4();
    ByteBuffer out = ByteBuffer.allocate(2 + Endpoint.compactLength(v4) + 4);
    out.put((byte) message.kind().ordinal()).put((byte) (v4 ? V4 : V6));
    message.at().writeCompact(out);
    return out.putInt(message.error()).flip();
  }
}
