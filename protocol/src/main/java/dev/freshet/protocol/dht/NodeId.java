package dev.freshet.protocol.dht;

import dev.freshet.protocol.Hash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.random.RandomGenerator;

/// A point of the DHT's space of 160 bits: a node, an info-hash or the key of an item (BEP 5).
/// Ordered as an unsigned number. Held as numbers and not as bytes, for distances are compared more
/// than anything else here.
public record NodeId(long high, long middle, int low) implements Comparable<NodeId> {
  /// Length in bytes.
  public static final int LENGTH = 20;

  /// Length in bits.
  public static final int BITS = 8 * LENGTH;

  /// The id of these 20 bytes.
  public static NodeId of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a node id has 20 bytes, not " + bytes.length);
    }
    return read(ByteBuffer.wrap(bytes));
  }

  /// The id that this hash names: of a SHA-256 one the first 20 bytes (BEP 52).
  public static NodeId of(Hash hash) {
    return of(hash.truncated().bytes());
  }

  /// The SHA-1 of these bytes, one array after the other.
  public static NodeId sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads 20 bytes at the buffer's position and moves it.
  public static NodeId read(ByteBuffer in) {
    return new NodeId(in.getLong(), in.getLong(), in.getInt());
  }

  /// Any id.
  public static NodeId random(RandomGenerator random) {
    return new NodeId(random.nextLong(), random.nextLong(), random.nextInt());
  }

  /// Appends the 20 bytes at the buffer's position.
  public void write(ByteBuffer out) {
    out.putLong(high).putLong(middle).putInt(low);
  }

  /// The 20 bytes.
  public byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(LENGTH);
    write(out);
    return out.array();
  }

  /// The same as a hash.
  public Hash hash() {
    return Hash.of(bytes());
  }

  /// How far away `other` is, as a number (Kademlia's XOR).
  public NodeId distance(NodeId other) {
    return new NodeId(high ^ other.high, middle ^ other.middle, low ^ other.low);
  }

  /// How many leading bits both have in common, 0 to 160.
  public int sharedBits(NodeId other) {
    if (high != other.high) {
      return Long.numberOfLeadingZeros(high ^ other.high);
    }
    return middle != other.middle
        ? 64 + Long.numberOfLeadingZeros(middle ^ other.middle)
        : 128 + Integer.numberOfLeadingZeros(low ^ other.low);
  }

  /// About this as an unsigned number, in units of 2 to the power of 96.
  public double toDouble() {
    return (high >>> 1) * 2.0;
  }

  /// Orders by distance from here, the closest first.
  public Comparator<NodeId> byDistance() {
    return (a, b) -> {
      int order = Long.compareUnsigned(a.high ^ high, b.high ^ high);
      if (order == 0) {
        order = Long.compareUnsigned(a.middle ^ middle, b.middle ^ middle);
      }
      return order != 0 ? order : Integer.compareUnsigned(a.low ^ low, b.low ^ low);
    };
  }

  /// Some id that has just the first `shared` bits in common with this one, 0 to 159.
  public NodeId sharing(int shared, RandomGenerator random) {
    NodeId flip = random(random).keepingBelow(shared);
    NodeId bit = new NodeId(bit(shared, 0, 64), bit(shared, 64, 64), (int) bit(shared, 128, 32));
    return new NodeId(
        high ^ (flip.high | bit.high),
        middle ^ (flip.middle | bit.middle),
        low ^ (flip.low | bit.low));
  }

  /// With all bits up to and including number `last` cleared.
  private NodeId keepingBelow(int last) {
    long first = last >= 63 ? 0 : high & (-1L >>> (last + 1));
    long second = last < 64 ? middle : last >= 127 ? 0 : middle & (-1L >>> (last - 63));
    int third = last < 128 ? low : last >= 159 ? 0 : low & (-1 >>> (last - 127));
    return new NodeId(first, second, third);
  }

  private static long bit(int number, int from, int width) {
    return number < from || number >= from + width ? 0 : 1L << (width - 1 - (number - from));
  }

  @Override
  public int compareTo(NodeId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    int byMiddle = Long.compareUnsigned(middle, other.middle);
    return byHigh != 0
        ? byHigh
        : byMiddle != 0 ? byMiddle : Integer.compareUnsigned(low, other.low);
  }

  /// Lower-case hexadecimal.
  @Override
  public String toString() {
    return "%016x%016x%08x".formatted(high, middle, low);
  }
}
