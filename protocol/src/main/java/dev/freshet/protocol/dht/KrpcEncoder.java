package dev.freshet.protocol.dht;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [Krpc] to a datagram. Keys ascend, so each method writes them in that order.
public final class KrpcEncoder {
  private KrpcEncoder() {}

  /// The datagram to send.
  public static ByteBuffer encode(Krpc message) {
    BencodeWriter out = new BencodeWriter().dict();
    switch (message) {
      case Krpc.Asked asked -> asked(asked, out);
      case Krpc.Answered(
              Opaque transaction,
              NodeId from,
              Answer answer,
              @Nullable Endpoint seen) -> {
        if (seen != null) {
          out.key("ip").string(CompactAddress.encode(seen));
        }
        answer(answer, from, out.key("r").dict());
        out.end();
        end(transaction, "r", out);
      }
      case Krpc.Refused(Opaque transaction, int code, String reason) -> {
        out.key("e").list().integer(code).string(reason).end();
        end(transaction, "e", out);
      }
      case Krpc.Misasked _ -> throw new IllegalArgumentException("not ours to say: " + message);
    }
    return ByteBuffer.wrap(out.end().toBytes());
  }

  private static void end(Opaque transaction, String kind, BencodeWriter out) {
    out.key("t").string(transaction.bytes()).key("y").string(kind);
  }

  private static void asked(Krpc.Asked asked, BencodeWriter out) {
    out.key("a").dict();
    String method = arguments(asked.from(), asked.query(), out);
    out.end().key("q").string(method);
    if (asked.readOnly()) {
      out.key("ro").integer(1);
    }
    end(asked.transaction(), "q", out);
  }

  /// Writes the arguments; the method's name.
  private static String arguments(NodeId from, Query query, BencodeWriter out) {
    switch (query) {
      case Query.Ping() -> {
        id(from, out);
        return "ping";
      }
      case Query.FindNode(NodeId target, Want want) -> {
        id(from, out).key("target").string(target.bytes());
        want(want, out);
        return "find_node";
      }
      case Query.GetPeers(NodeId infoHash, Want want, boolean noSeeds, boolean scrape) -> {
        id(from, out).key("info_hash").string(infoHash.bytes());
        flag("noseed", noSeeds, out);
        flag("scrape", scrape, out);
        want(want, out);
        return "get_peers";
      }
      case Query.AnnouncePeer(
              NodeId hash,
              int port,
              boolean implied,
              Opaque token,
              boolean seed) -> {
        id(from, out);
        flag("implied_port", implied, out);
        out.key("info_hash").string(hash.bytes()).key("port").integer(port);
        flag("seed", seed, out);
        out.key("token").string(token.bytes());
        return "announce_peer";
      }
      case Query.Get(NodeId target, Want want, long newerThan) -> {
        id(from, out);
        number("seq", newerThan, out);
        out.key("target").string(target.bytes());
        want(want, out);
        return "get";
      }
      case Query.Put(Opaque token, Item item, long expected) -> {
        put(token, item, expected, from, out);
        return "put";
      }
      case Query.SampleInfoHashes(NodeId target, Want want) -> {
        id(from, out).key("target").string(target.bytes());
        want(want, out);
        return "sample_infohashes";
      }
    }
  }

  private static void put(Opaque token, Item item, long expected, NodeId from, BencodeWriter out) {
    switch (item) {
      case Item.Immutable(Opaque value) ->
          id(from, out).key("token").string(token.bytes()).key("v").raw(value.bytes());
      case Item.Mutable(Opaque key, Opaque salt, long seq, Opaque signature, Opaque value) -> {
        number("cas", expected, out);
        id(from, out).key("k").string(key.bytes());
        if (salt.length() > 0) {
          out.key("salt").string(salt.bytes());
        }
        out.key("seq").integer(seq).key("sig").string(signature.bytes());
        out.key("token").string(token.bytes()).key("v").raw(value.bytes());
      }
    }
  }

  private static void answer(Answer answer, NodeId from, BencodeWriter out) {
    Answer.Scrape scrape = answer.scrape();
    if (scrape != null) {
      out.key("BFpe").string(scrape.peers().bytes()).key("BFsd").string(scrape.seeds().bytes());
    }
    id(from, out);
    Answer.Samples samples = answer.samples();
    if (samples != null) {
      out.key("interval").integer(samples.intervalSeconds());
    }
    Item.Mutable mutable = answer.item() instanceof Item.Mutable item ? item : null;
    if (mutable != null) {
      out.key("k").string(mutable.key().bytes());
    }
    nodes("nodes", answer.nodes(), true, out);
    nodes("nodes6", answer.nodes(), false, out);
    if (samples != null) {
      ByteBuffer hashes = ByteBuffer.allocate(samples.infoHashes().size() * NodeId.LENGTH);
      samples.infoHashes().forEach(hash -> hash.write(hashes));
      out.key("num").integer(samples.number()).key("samples").string(hashes.array());
    }
    number("seq", answer.seq(), out);
    if (mutable != null) {
      out.key("sig").string(mutable.signature().bytes());
    }
    if (answer.token() != null) {
      out.key("token").string(answer.token().bytes());
    }
    if (answer.item() != null) {
      out.key("v").raw(answer.item().value().bytes());
    }
    if (!answer.values().isEmpty()) {
      out.key("values").list();
      answer.values().forEach(peer -> out.string(CompactAddress.encode(peer)));
      out.end();
    }
  }

  private static void nodes(String key, List<Contact> nodes, boolean v4, BencodeWriter out) {
    byte[] run = CompactAddress.encode(nodes, v4);
    if (run.length > 0) {
      out.key(key).string(run);
    }
  }

  private static BencodeWriter id(NodeId from, BencodeWriter out) {
    return out.key("id").string(from.bytes());
  }

  private static void want(Want want, BencodeWriter out) {
    if (want.isSaid()) {
      out.key("want").list();
      if (want.v4()) {
        out.string("n4");
      }
      if (want.v6()) {
        out.string("n6");
      }
      out.end();
    }
  }

  private static void flag(String key, boolean on, BencodeWriter out) {
    if (on) {
      out.key(key).integer(1);
    }
  }

  private static void number(String key, long value, BencodeWriter out) {
    if (value >= 0) {
      out.key(key).integer(value);
    }
  }
}
