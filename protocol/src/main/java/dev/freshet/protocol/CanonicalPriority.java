package dev.freshet.protocol;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The order in which peers are preferred, on which any two agree without a word (BEP 40): a hash
/// of both addresses. To each peer it is another order, as good as chance, but nobody moves up in
/// it by calling again.
public final class CanonicalPriority {
  private static final long FIVES = 0x5555_5555_5555_5555L;

  private CanonicalPriority() {}

  /// The priority of the connection between these two, 0 to 2^32 - 1; the greater is preferred. The
  /// same whichever comes first. Of the addresses, neighbouring ones count as one the more, the
  /// further they are from the other's; the ports count only if the addresses are the same.
  ///
  /// @throws IllegalArgumentException if one is IPv4 and the other IPv6
  public static long between(Endpoint one, Endpoint other) {
    IpAddress a = one.ip();
    IpAddress b = other.ip();
    if (a.isV4() != b.isV4()) {
      throw new IllegalArgumentException(a + " and " + b + " are of two families");
    }
    ByteBuffer both = ByteBuffer.allocate(2 * (a.isV4() ? 4 : 16));
    if (a.equals(b)) {
      both.putShort((short) Math.min(one.port(), other.port()));
      both.putShort((short) Math.max(one.port(), other.port()));
    } else {
      IpAddress mask = a.isV4() ? maskV4(a, b) : maskV6(a, b);
      IpAddress first = masked(a, mask);
      IpAddress second = masked(b, mask);
      boolean inOrder = first.compareTo(second) <= 0;
      both.put((inOrder ? first : second).bytes()).put((inOrder ? second : first).bytes());
    }
    CRC32C sum = new CRC32C();
    sum.update(both.flip());
    return sum.getValue();
  }

  private static IpAddress masked(IpAddress address, IpAddress mask) {
    return new IpAddress(address.high() & mask.high(), address.low() & mask.low());
  }

  private static IpAddress maskV4(IpAddress a, IpAddress b) {
    int same = Long.numberOfLeadingZeros(a.low() ^ b.low()) - 32;
    return IpAddress.v4(same >= 24 ? -1 : same >= 16 ? 0xffff_ff55 : 0xffff_5555);
  }

  /// Whole are the first six octets, and one more for each eight bits beyond 40 that are the same.
  private static IpAddress maskV6(IpAddress a, IpAddress b) {
    int same =
        a.high() == b.high()
            ? 64 + Long.numberOfLeadingZeros(a.low() ^ b.low())
            : Long.numberOfLeadingZeros(a.high() ^ b.high());
    int whole = same < 48 ? 48 : Math.min(128, (same / 8 + 1) * 8);
    return new IpAddress(prefix(whole) | FIVES, prefix(whole - 64) | FIVES);
  }

  private static long prefix(int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
  }
}
