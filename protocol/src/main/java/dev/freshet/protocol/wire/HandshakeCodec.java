package dev.freshet.protocol.wire;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The 68 bytes of [Handshake] and back (BEP 3).
final class HandshakeCodec {
  private static final byte[] OPENING =
      "\u0013BitTorrent protocol".getBytes(StandardCharsets.US_ASCII);

  private HandshakeCodec() {}

  static Decoded decode(ByteBuffer in) {
    int start = in.position();
    int have = in.remaining();
    for (int i = 0; i < Math.min(have, OPENING.length); i++) {
      if (in.get(start + i) != OPENING[i]) {
        return new ProtocolViolation("not a BitTorrent handshake");
      }
    }
    if (have < Handshake.LENGTH) {
      return new Decoded.Incomplete(Handshake.LENGTH - have);
    }
    in.position(start + OPENING.length);
    long reserved = in.getLong();
    return new Handshake(reserved, Hash.read(in, Hash.SHA1_LENGTH), PeerId.read(in));
  }

  static ByteBuffer bytes(Handshake handshake) {
    ByteBuffer out = ByteBuffer.allocate(Handshake.LENGTH);
    out.put(OPENING).putLong(handshake.reserved());
    handshake.infoHash().write(out);
    handshake.peerId().write(out);
    return out.flip();
  }
}
