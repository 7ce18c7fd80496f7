package dev.freshet.protocol.utp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// uTP packets as bytes (BEP 29, version 1). Extensions that we do not know are passed over.
public final class UtpCodec {
  /// The most bytes of a selective acknowledgement that are written.
  public static final int MAX_SELECTIVE = 128;

  private static final int VERSION = 1;
  private static final int SELECTIVE_ACK = 1;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private UtpCodec() {}

  /// Whether this datagram can be a uTP packet, by its first byte. What the DHT and UDP trackers
  /// say begins otherwise.
  public static boolean begins(ByteBuffer in) {
    if (in.remaining() < UtpHeader.LENGTH) {
      return false;
    }
    int first = in.get(in.position()) & 0xff;
    return (first & 15) == VERSION && UtpType.of(first >>> 4) != null;
  }

  /// Reads a datagram from position to limit; null if it is no uTP packet.
  public static @Nullable UtpPacket decode(ByteBuffer in) {
    if (!begins(in)) {
      return null;
    }
    int at = in.position();
    UtpType type = UtpType.of((in.get(at) & 0xff) >>> 4);
    if (type == null) {
      return null;
    }
    UtpHeader header =
        new UtpHeader(
            type,
            in.getShort(at + 2) & 0xffff,
            in.getInt(at + 4),
            in.getInt(at + 8),
            (int) Math.min(in.getInt(at + 12) & 0xffff_ffffL, Integer.MAX_VALUE),
            in.getShort(at + 16) & 0xffff,
            in.getShort(at + 18) & 0xffff);
    ByteBuffer selective = NOTHING;
    int extension = in.get(at + 1) & 0xff;
    at += UtpHeader.LENGTH;
    while (extension != 0) {
      if (in.limit() - at < 2) {
        return null;
      }
      int kind = extension;
      extension = in.get(at) & 0xff;
      int length = in.get(at + 1) & 0xff;
      at += 2;
      if (in.limit() - at < length) {
        return null;
      }
      if (kind == SELECTIVE_ACK) {
        selective = in.slice(at, length);
      }
      at += length;
    }
    return new UtpPacket(header, selective, in.slice(at, in.limit() - at));
  }

  /// Writes a header without extensions at the buffer's position.
  public static void write(UtpHeader header, ByteBuffer out) {
    write(header, 0, out);
  }

  private static void write(UtpHeader header, int extension, ByteBuffer out) {
    out.put((byte) (header.type().ordinal() << 4 | VERSION));
    out.put((byte) extension);
    out.putShort((short) header.connection());
    out.putInt(header.timestamp());
    out.putInt(header.difference());
    out.putInt(header.window());
    out.putShort((short) header.sequence());
    out.putShort((short) header.ack());
  }

  /// A packet without payload. `selective` is empty, or a multiple of 4 bytes long and no longer
  /// than [#MAX_SELECTIVE].
  public static ByteBuffer encode(UtpHeader header, byte[] selective) {
    if (selective.length == 0) {
      ByteBuffer out = ByteBuffer.allocate(UtpHeader.LENGTH);
      write(header, 0, out);
      return out.flip();
    }
    if (selective.length % 4 != 0 || selective.length > MAX_SELECTIVE) {
      throw new IllegalArgumentException("a selective ack of " + selective.length + " bytes");
    }
    ByteBuffer out = ByteBuffer.allocate(UtpHeader.LENGTH + 2 + selective.length);
    write(header, SELECTIVE_ACK, out);
    return out.put((byte) 0).put((byte) selective.length).put(selective).flip();
  }
}
