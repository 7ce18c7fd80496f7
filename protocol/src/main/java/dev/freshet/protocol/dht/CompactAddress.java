package dev.freshet.protocol.dht;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Addresses as KRPC has them: 6 bytes for IPv4, 18 for IPv6 (BEP 32); nodes with their id before.
final class CompactAddress {
  /// Bytes of an address.
  static int length(boolean v4) {
    return v4 ? 6 : 18;
  }

  private CompactAddress() {}

  static byte[] encode(Endpoint endpoint) {
    ByteBuffer out = ByteBuffer.allocate(length(endpoint.ip().isV4()));
    write(endpoint, out);
    return out.array();
  }

  /// The address of these 6 or 18 bytes; null for any other number of them.
  static @Nullable Endpoint decode(byte[] bytes) {
    if (bytes.length != length(true) && bytes.length != length(false)) {
      return null;
    }
    return read(ByteBuffer.wrap(bytes), bytes.length == length(true));
  }

  /// The nodes of one family; those of the other are left out.
  static byte[] encode(List<Contact> nodes, boolean v4) {
    List<Contact> family = nodes.stream().filter(node -> node.at().ip().isV4() == v4).toList();
    ByteBuffer out = ByteBuffer.allocate(family.size() * (NodeId.LENGTH + length(v4)));
    for (Contact node : family) {
      node.id().write(out);
      write(node.at(), out);
    }
    return out.array();
  }

  /// Reads whole nodes that can be reached, at most so many; what is behind is ignored.
  static List<Contact> decode(byte[] bytes, boolean v4, int most) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Contact> nodes = new ArrayList<>();
    while (in.remaining() >= NodeId.LENGTH + length(v4) && nodes.size() < most) {
      NodeId id = NodeId.read(in);
      Endpoint at = read(in, v4);
      if (at.ip().isV4() == v4 && isReachable(at)) {
        nodes.add(new Contact(id, at));
      }
    }
    return nodes;
  }

  static boolean isReachable(Endpoint at) {
    return at.port() != 0 && !at.ip().isUnspecified() && !at.ip().isMulticast();
  }

  private static void write(Endpoint endpoint, ByteBuffer out) {
    out.put(endpoint.ip().bytes()).putShort((short) endpoint.port());
  }

  private static Endpoint read(ByteBuffer in, boolean v4) {
    IpAddress ip = v4 ? IpAddress.v4(in.getInt()) : new IpAddress(in.getLong(), in.getLong());
    return new Endpoint(ip, in.getShort() & 0xffff);
  }
}
