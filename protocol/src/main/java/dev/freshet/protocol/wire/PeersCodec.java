package dev.freshet.protocol.wire;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeException;
import dev.freshet.protocol.bencode.BencodeLimits;
import dev.freshet.protocol.bencode.BencodeReader;
import dev.freshet.protocol.bencode.BencodeString;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The dictionary of [ExtensionMessage.Peers] and back (BEP 11).
///
/// Of a longer message only the first addresses are read, IPv4 before IPv6. What is no address of
/// its family, or can be nobody's, is passed over.
final class PeersCodec {
  /// Peers in each of the two lists (BEP 11 asks for no more).
  static final int MOST = 50;

  /// Six strings with their keys, and a few that nobody knows yet.
  static final BencodeLimits LIMITS = new BencodeLimits(4, 64, 64 << 10);

  private PeersCodec() {}

  static Decoded decode(ByteBuffer in) {
    BencodeDict dict;
    try {
      dict = BencodeReader.readDict(in, LIMITS);
    } catch (BencodeException e) {
      return new ProtocolViolation("ut_pex: " + e.getMessage());
    }
    List<ExchangedPeer> added = new ArrayList<>();
    read(dict.string("added"), dict.string("added.f"), true, added);
    read(dict.string("added6"), dict.string("added6.f"), false, added);
    List<ExchangedPeer> dropped = new ArrayList<>();
    read(dict.string("dropped"), null, true, dropped);
    read(dict.string("dropped6"), null, false, dropped);
    return new ExtensionMessage.Peers(
        added, dropped.stream().map(ExchangedPeer::endpoint).toList());
  }

  private static void read(
      @Nullable BencodeString addresses,
      @Nullable BencodeString flags,
      boolean v4,
      List<ExchangedPeer> into) {
    if (addresses == null) {
      return;
    }
    ByteBuffer in = addresses.view();
    for (int i = 0; in.remaining() >= Endpoint.compactLength(v4) && into.size() < MOST; i++) {
      Endpoint endpoint = Endpoint.readCompact(in, v4);
      boolean possible =
          endpoint.ip().isV4() == v4
              && endpoint.port() != 0
              && !endpoint.ip().isUnspecified()
              && !endpoint.ip().isMulticast();
      if (possible) {
        int known = flags != null && i < flags.length() ? flags.at(i) & 0xff : 0;
        into.add(new ExchangedPeer(endpoint, known));
      }
    }
  }

  static ByteBuffer encode(ExtensionMessage.Peers peers) {
    BencodeWriter out = new BencodeWriter().dict();
    added(out, "added", peers.added().stream().filter(peer -> isV4(peer.endpoint())).toList());
    added(out, "added6", peers.added().stream().filter(peer -> !isV4(peer.endpoint())).toList());
    out.key("dropped").string(run(peers.dropped().stream().filter(PeersCodec::isV4).toList()));
    out.key("dropped6").string(run(peers.dropped().stream().filter(to -> !isV4(to)).toList()));
    return ByteBuffer.wrap(out.end().toBytes());
  }

  private static void added(BencodeWriter out, String key, List<ExchangedPeer> peers) {
    byte[] flags = new byte[peers.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (byte) peers.get(i).flags();
    }
    out.key(key).string(run(peers.stream().map(ExchangedPeer::endpoint).toList()));
    out.key(key + ".f").string(flags);
  }

  /// The addresses one after the other, all of one family.
  private static byte[] run(List<Endpoint> family) {
    if (family.isEmpty()) {
      return new byte[0];
    }
    ByteBuffer out =
        ByteBuffer.allocate(family.size() * Endpoint.compactLength(isV4(family.getFirst())));
    family.forEach(endpoint -> endpoint.writeCompact(out));
    return out.array();
  }

  private static boolean isV4(Endpoint endpoint) {
    return endpoint.ip().isV4();
  }
}
