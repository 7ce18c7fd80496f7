package dev.freshet.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The 20 bytes by which a client names itself (BEP 3, conventions in BEP 20).
public final class PeerId {
  /// Length in bytes.
  public static final int LENGTH = 20;

  /// How this version of Freshet begins its ids. No list of clients knows `FH` as anybody else's.
  public static final String PREFIX = "-FH0100-";

  private final byte[] bytes;

  private PeerId(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a peer id has 20 bytes, not " + bytes.length);
    }
    this.bytes = bytes;
  }

  /// A copy of the 20 bytes given.
  public static PeerId of(byte[] bytes) {
    return new PeerId(bytes.clone());
  }

  /// Reads 20 bytes at the buffer's position and moves it.
  public static PeerId read(ByteBuffer in) {
    byte[] bytes = new byte[LENGTH];
    in.get(bytes);
    return new PeerId(bytes);
  }

  /// [#PREFIX] followed by 12 random bytes, of which `high` and `low` give the bits.
  public static PeerId ours(long high, long low) {
    ByteBuffer out = ByteBuffer.allocate(LENGTH);
    out.put(PREFIX.getBytes(StandardCharsets.US_ASCII)).putLong(high).putInt((int) low);
    return new PeerId(out.array());
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// Appends the bytes at the buffer's position.
  public void write(ByteBuffer out) {
    out.put(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PeerId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// Printable ASCII as it is, all else as `%xx`.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(LENGTH);
    for (byte b : bytes) {
      if (b > ' ' && b < 0x7f && b != '%') {
        text.append((char) b);
      } else {
        text.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    return text.toString();
  }
}
