package dev.freshet.protocol.dht;

import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeException;
import dev.freshet.protocol.bencode.BencodeLimits;
import dev.freshet.protocol.bencode.BencodeReader;
import dev.freshet.protocol.bencode.BencodeString;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.util.ArrayList;
import java.util.List;

/// What a node of the DHT keeps for the next time that it runs. Not its id: two processes that
/// begin with the same file must not be one node at two addresses, and one that fits is soon made
/// from the address (BEP 42).
///
/// @param seenAs the addresses that others saw us at, at most one of each family
/// @param nodes that answered lately
public record KnownNodes(List<IpAddress> seenAs, List<Contact> nodes) {
  /// Nothing.
  public static final KnownNodes NONE = new KnownNodes(List.of(), List.of());

  /// The most nodes of one family that are read.
  public static final int MAX_NODES = 1000;

  private static final BencodeLimits LIMITS = new BencodeLimits(2, 100, 1 << 20);

  public KnownNodes {
    seenAs = List.copyOf(seenAs);
    nodes = List.copyOf(nodes);
  }

  /// Reads what [#toBytes] wrote; what cannot be read is left out.
  public static KnownNodes parse(byte[] bytes) {
    try {
      BencodeDict dict = BencodeReader.readDict(bytes, LIMITS);
      List<IpAddress> seenAs = new ArrayList<>();
      List<Contact> nodes = new ArrayList<>();
      for (boolean v4 : new boolean[] {true, false}) {
        BencodeString ip = dict.string(v4 ? "ip" : "ip6");
        if (ip != null && ip.length() == (v4 ? 4 : 16)) {
          seenAs.add(IpAddress.of(ip.bytes()));
        }
        BencodeString run = dict.string(v4 ? "nodes" : "nodes6");
        if (run != null) {
          nodes.addAll(CompactAddress.decode(run.bytes(), v4, MAX_NODES));
        }
      }
      return new KnownNodes(seenAs, nodes);
    } catch (BencodeException damaged) {
      return NONE;
    }
  }

  /// A bencoded dictionary.
  public byte[] toBytes() {
    BencodeWriter out = new BencodeWriter().dict();
    for (boolean v4 : new boolean[] {true, false}) {
      seenAs.stream()
          .filter(ip -> ip.isV4() == v4)
          .limit(1)
          .forEach(ip -> out.key(v4 ? "ip" : "ip6").string(ip.bytes()));
    }
    out.key("nodes").string(CompactAddress.encode(nodes, true));
    out.key("nodes6").string(CompactAddress.encode(nodes, false));
    return out.end().toBytes();
  }
}
