package dev.freshet.protocol.announce;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Peers as runs of address and port: 6 bytes each for IPv4 (BEP 15, 23), 18 for IPv6 (BEP 7, 15).
final class CompactPeers {
  /// Peers kept of one answer.
  static final int MAX_PEERS = 2000;

  private static final int V4 = 6;
  private static final int V6 = 18;

  private CompactPeers() {}

  static int stride(boolean v6) {
    return v6 ? V6 : V4;
  }

  /// The peers of one family; those of the other are left out.
  static byte[] encode(List<Endpoint> peers, boolean v6) {
    List<Endpoint> family = peers.stream().filter(p -> p.ip().isV4() != v6).toList();
    ByteBuffer out = ByteBuffer.allocate(family.size() * stride(v6));
    for (Endpoint peer : family) {
      IpAddress ip = peer.ip();
      if (v6) {
        out.putLong(ip.high()).putLong(ip.low());
      } else {
        out.putInt((int) ip.low());
      }
      out.putShort((short) peer.port());
    }
    return out.array();
  }

  /// Reads whole entries until the buffer or the room for peers ends.
  static List<Endpoint> decode(ByteBuffer in, boolean v6) {
    List<Endpoint> peers = new ArrayList<>();
    while (in.remaining() >= stride(v6) && peers.size() < MAX_PEERS) {
      IpAddress ip = v6 ? new IpAddress(in.getLong(), in.getLong()) : IpAddress.v4(in.getInt());
      offer(ip, in.getShort() & 0xffff, peers);
    }
    return peers;
  }

  /// Adds a peer that one can connect to, if there is room.
  static void offer(IpAddress ip, int port, Collection<Endpoint> peers) {
    if (port != 0 && !ip.isUnspecified() && !ip.isMulticast() && peers.size() < MAX_PEERS) {
      peers.add(new Endpoint(ip, port));
    }
  }
}
