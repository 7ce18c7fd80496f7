package dev.freshet.protocol.dht;

import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/// Node ids that follow from the node's address (BEP 42), so that nobody can place many nodes where
/// they like: 21 bits of the id are a checksum of the masked address and of three bits that the
/// node may choose.
public final class SecureId {
  private static final int V4_MASK = 0x030f3fff;
  private static final long V6_MASK = 0x0103070f1f3f7fffL;

  private SecureId() {}

  /// An id that a node at this address may have; the last byte and all that is free are drawn.
  public static NodeId of(IpAddress ip, RandomGenerator random) {
    NodeId any = NodeId.random(random);
    int sum = checksum(ip, any.low() & 7);
    long prefix = (sum & 0xffff_f800L) << 32;
    return new NodeId(prefix | (any.high() & (-1L >>> 21)), any.middle(), any.low());
  }

  /// Whether a node at this address may have this id. On local networks every id is right.
  public static boolean fits(NodeId id, IpAddress ip) {
    if (ip.isLoopback() || ip.isPrivate()) {
      return true;
    }
    return (int) (id.high() >>> 43) == checksum(ip, id.low() & 7) >>> 11;
  }

  private static int checksum(IpAddress ip, int choice) {
    CRC32C sum = new CRC32C();
    byte[] masked =
        ip.isV4()
            ? ByteBuffer.allocate(4).putInt(((int) ip.low() & V4_MASK) | choice << 29).array()
            : ByteBuffer.allocate(8).putLong((ip.high() & V6_MASK) | (long) choice << 61).array();
    sum.update(masked, 0, masked.length);
    return (int) sum.getValue();
  }
}
