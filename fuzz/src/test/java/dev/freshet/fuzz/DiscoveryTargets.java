package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.core.api.Encryption;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.link.Link;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.dht.Krpc;
import dev.freshet.protocol.dht.KrpcDecoder;
import dev.freshet.protocol.dht.KrpcEncoder;
import dev.freshet.protocol.local.LocalSearch;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SplittableRandom;

/// What comes before anyone is known: the DHT, calls on the local network, lists of peers, and the
/// handshake of encrypted connections.
final class DiscoveryTargets {
  private static final Hash TORRENT = Hash.of(new byte[Hash.SHA1_LENGTH]);

  private static final int PEERS = Extension.PEERS.id();

  private DiscoveryTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("dht-message", Target.of(DiscoveryTargets::krpc));
    all.put("local-search", Target.of(DiscoveryTargets::localSearch));
    all.put("wire-peers", Target.of(DiscoveryTargets::peers));
    // powers of numbers of 768 bits: not bounded by what comes
    all.put("mse-answer", Target.live(input -> answer(input, Encryption.PREFERRED)));
    all.put("mse-required", Target.live(input -> answer(input, Encryption.REQUIRED)));
    all.put("mse-call", Target.live(DiscoveryTargets::call));
  }

  private static void krpc(byte[] input) {
    Krpc message = KrpcDecoder.decode(ByteBuffer.wrap(input));
    // what is no question that we know is answered, and never said
    if (message != null && !(message instanceof Krpc.Misasked)) {
      Krpc again = KrpcDecoder.decode(KrpcEncoder.encode(message));
      claim(message.equals(again), message + " is read back as " + again);
    }
  }

  private static void localSearch(byte[] input) {
    LocalSearch call = LocalSearch.decode(ByteBuffer.wrap(input));
    if (call != null) {
      LocalSearch again = LocalSearch.decode(call.encode(LocalSearch.GROUP_V4));
      // ours have no cookie but in plain letters
      claim(
          again != null
              && call.infoHashes().equals(again.infoHashes())
              && call.port() == again.port(),
          call + " is read back as " + again);
    }
  }

  private static void peers(byte[] input) {
    if (WireCodec.decodeExtended(new Message.Extended(PEERS, ByteBuffer.wrap(input)))
        instanceof ExtensionMessage.Peers said) {
      Object again = WireCodec.decodeExtended(WireCodec.encodeExtended(said, PEERS));
      claim(said.equals(again), said + " is read back as " + again);
    }
  }

  private static void answer(byte[] input, Encryption mode) {
    listen(Link.answering(mode, _ -> TORRENT, new SplittableRandom(1)), input);
  }

  private static void call(byte[] input) {
    Link link = Link.plain();
    link.call(TORRENT, true, ByteBuffer.allocate(68), new SplittableRandom(1));
    listen(link, input);
  }

  /// Gives what comes in pieces, the first byte of each saying how long it is.
  private static void listen(Link link, byte[] input) {
    ByteBuffer in = ByteBuffer.wrap(input);
    while (in.hasRemaining() && link.broken() == null) {
      byte[] some = new byte[Math.min(8 * (in.get() & 0xff), in.remaining())];
      in.get(some);
      Lease said = link.received(Lease.unpooled(ByteBuffer.wrap(some)));
      if (said != null) {
        said.release();
      }
      link.takeAnswer();
    }
    String broken = link.broken();
    claim(broken == null || !broken.isBlank(), "no reason");
  }
}
