package dev.freshet.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// An IP address as 128 bits; IPv4 is held as its IPv4-mapped IPv6 form, so the two spellings of
/// one address are equal. A value without name resolution: never touches the network.
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
  private static final long MAPPED = 0xffffL << 32;

  /// The address with these four octets in network order.
  public static IpAddress v4(int bits) {
    return new IpAddress(0, MAPPED | (bits & 0xffff_ffffL));
  }

  /// The address of 4 or 16 bytes in network order.
  public static IpAddress of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return switch (bytes.length) {
      case 4 -> v4(in.getInt());
      case 16 -> new IpAddress(in.getLong(), in.getLong());
      default ->
          throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    };
  }

  /// Parses a literal such as `192.0.2.1`, `2001:db8::1` or `[2001:db8::1]`; null for anything
  /// else, names included. Octal, hexadecimal and short IPv4 forms are refused.
  public static @Nullable IpAddress parse(String literal) {
    return IpLiteral.parse(literal);
  }

  /// Whether this is an IPv4 address.
  public boolean isV4() {
    return high == 0 && (low >>> 32) == 0xffffL;
  }

  /// 4 bytes for IPv4, 16 for IPv6, in network order.
  public byte[] bytes() {
    return isV4()
        ? ByteBuffer.allocate(4).putInt((int) low).array()
        : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /// 127.0.0.0/8 or ::1.
  public boolean isLoopback() {
    return isV4() ? octet(0) == 127 : high == 0 && low == 1;
  }

  /// 0.0.0.0 or `::`.
  public boolean isUnspecified() {
    return isV4() ? (int) low == 0 : high == 0 && low == 0;
  }

  /// 224.0.0.0/4 or ff00::/8, and the IPv4 broadcast address.
  public boolean isMulticast() {
    return isV4() ? (octet(0) >= 224 && octet(0) < 240) || (int) low == -1 : (high >>> 56) == 0xff;
  }

  /// Link-local, private (RFC 1918), shared (RFC 6598) or unique-local (RFC 4193).
  public boolean isPrivate() {
    if (!isV4()) {
      return (high >>> 57) == 0xfc >>> 1 || (high >>> 54) == 0xfe80 >>> 6;
    }
    int a = octet(0);
    int b = octet(1);
    return a == 10
        || (a == 172 && b >= 16 && b < 32)
        || (a == 192 && b == 168)
        || (a == 169 && b == 254)
        || (a == 100 && b >= 64 && b < 128);
  }

  /// What stands for the one machine behind it: all of IPv4, 64 bits of IPv6, as whoever has one of
  /// those networks has all of its addresses.
  public IpAddress machine() {
    return isV4() ? this : new IpAddress(high, 0);
  }

  private int octet(int index) {
    return (int) (low >>> (24 - 8 * index)) & 0xff;
  }

  @Override
  public int compareTo(IpAddress other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /// The usual text: dotted quad, or RFC 5952 for IPv6 without brackets.
  @Override
  public String toString() {
    return IpLiteral.format(this);
  }
}
