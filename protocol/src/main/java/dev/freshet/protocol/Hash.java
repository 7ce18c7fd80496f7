package dev.freshet.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// An immutable SHA-1 (20 bytes) or SHA-256 (32 bytes) value. Ordered as unsigned bytes.
public final class Hash implements Comparable<Hash> {
  /// Length of a SHA-1 value in bytes.
  public static final int SHA1_LENGTH = 20;

  /// Length of a SHA-256 value in bytes.
  public static final int SHA256_LENGTH = 32;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    if (bytes.length != SHA1_LENGTH && bytes.length != SHA256_LENGTH) {
      throw new IllegalArgumentException("a hash has 20 or 32 bytes, not " + bytes.length);
    }
    this.bytes = bytes;
  }

  /// A copy of `bytes`, which must be 20 or 32 long.
  public static Hash of(byte[] bytes) {
    return new Hash(bytes.clone());
  }

  /// A copy of `length` bytes of `bytes` from `from` on.
  public static Hash of(byte[] bytes, int from, int length) {
    return new Hash(Arrays.copyOfRange(bytes, from, from + length));
  }

  /// Reads `length` bytes at the buffer's position and moves it.
  public static Hash read(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new Hash(bytes);
  }

  /// Parses 40 or 64 hexadecimal digits of either case.
  ///
  /// @throws IllegalArgumentException if `hex` is anything else
  public static Hash parseHex(String hex) {
    return new Hash(HexFormat.of().parseHex(hex));
  }

  /// Length in bytes: 20 or 32.
  public int length() {
    return bytes.length;
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// Appends the bytes at the buffer's position.
  public void write(ByteBuffer out) {
    out.put(bytes);
  }

  /// The first 20 bytes: how a SHA-256 info-hash travels in handshakes and announces (BEP 52).
  public Hash truncated() {
    return bytes.length == SHA1_LENGTH ? this : of(bytes, 0, SHA1_LENGTH);
  }

  /// Lower-case hexadecimal.
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /// Whether these are the `length()` bytes of `other` from `from` on.
  public boolean matches(byte[] other, int from) {
    return Arrays.equals(bytes, 0, bytes.length, other, from, from + bytes.length);
  }

  @Override
  public int compareTo(Hash other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
