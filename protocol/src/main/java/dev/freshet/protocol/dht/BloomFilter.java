package dev.freshet.protocol.dht;

import dev.freshet.protocol.IpAddress;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// A set of addresses in 256 bytes, of which only the size can be told, roughly, also that of a
/// union (BEP 33). Immutable.
public final class BloomFilter {
  /// Length in bytes.
  public static final int LENGTH = 256;

  private static final int BITS = 8 * LENGTH;

  private final byte[] bytes;

  private BloomFilter(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The filter of these bytes, which are 256.
  public static BloomFilter of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a filter has 256 bytes, not " + bytes.length);
    }
    return new BloomFilter(bytes.clone());
  }

  /// The filter of these addresses.
  public static BloomFilter of(Collection<IpAddress> addresses) {
    byte[] bytes = new byte[LENGTH];
    for (IpAddress ip : addresses) {
      byte[] hash = NodeId.sha1(ip.bytes()).bytes();
      set(bytes, (hash[0] & 0xff) | (hash[1] & 0xff) << 8);
      set(bytes, (hash[2] & 0xff) | (hash[3] & 0xff) << 8);
    }
    return new BloomFilter(bytes);
  }

  private static void set(byte[] bytes, int index) {
    int bit = index % BITS;
    bytes[bit / 8] |= (byte) (1 << bit % 8);
  }

  /// The filter of all that are in one of the two.
  public BloomFilter or(BloomFilter other) {
    byte[] all = bytes.clone();
    for (int i = 0; i < LENGTH; i++) {
      all[i] |= other.bytes[i];
    }
    return new BloomFilter(all);
  }

  /// About how many addresses are in it; beyond some 6000 it tells nothing.
  public double size() {
    int zeros = BITS;
    for (byte each : bytes) {
      zeros -= Integer.bitCount(each & 0xff);
    }
    double share = Math.clamp(zeros, 1, BITS) / (double) BITS;
    return StrictMath.log(share) / (2 * StrictMath.log(1 - 1.0 / BITS));
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BloomFilter that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "about " + Math.round(size());
  }
}
