package dev.freshet.protocol.dht;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeException;
import dev.freshet.protocol.bencode.BencodeInteger;
import dev.freshet.protocol.bencode.BencodeLimits;
import dev.freshet.protocol.bencode.BencodeList;
import dev.freshet.protocol.bencode.BencodeReader;
import dev.freshet.protocol.bencode.BencodeString;
import dev.freshet.protocol.bencode.BencodeValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A datagram to [Krpc]. What is broken in an answer counts as absent, for the rest may be of use;
/// what is broken in a question makes it [Krpc.Misasked], so that the asker can be told.
public final class KrpcDecoder {
  /// The most nodes of one family, and the most torrents, taken from an answer.
  static final int MAX_NODES = 32;

  /// The most peers taken from an answer.
  static final int MAX_VALUES = 200;

  private static final byte[] QUESTION_END = "1:y1:qe".getBytes(StandardCharsets.US_ASCII);

  private static final BencodeLimits LIMITS = new BencodeLimits(32, 2000, 4096);
  private static final int MAX_TOKEN = 128;
  private static final int MAX_REASON = 200;

  private final byte[] source;
  private final BencodeDict message;

  private KrpcDecoder(byte[] source, BencodeDict message) {
    this.source = source;
    this.message = message;
  }

  /// Whether a datagram may be KRPC: it begins as a dictionary, which neither an answer of a UDP
  /// tracker nor uTP does.
  public static boolean isLikely(ByteBuffer datagram) {
    return datagram.hasRemaining() && datagram.get(datagram.position()) == 'd';
  }

  /// Whether a likely datagram is a question, as far as can be seen without reading it: its last
  /// key is then `y`, unless it has keys that no BEP knows.
  public static boolean isLikelyQuestion(ByteBuffer datagram) {
    int from = datagram.limit() - QUESTION_END.length;
    return from >= datagram.position()
        && datagram.slice(from, QUESTION_END.length).equals(ByteBuffer.wrap(QUESTION_END));
  }

  /// Reads the datagram from position to limit; null if it is not KRPC.
  public static @Nullable Krpc decode(ByteBuffer datagram) {
    byte[] bytes = new byte[datagram.remaining()];
    datagram.get(datagram.position(), bytes);
    try {
      return new KrpcDecoder(bytes, BencodeReader.readDict(bytes, LIMITS)).message();
    } catch (BencodeException garbage) {
      return null;
    }
  }

  private @Nullable Krpc message() {
    BencodeString id = message.string("t");
    String kind = message.text("y");
    if (id == null || id.length() > Krpc.MAX_TRANSACTION || kind == null) {
      return null;
    }
    Opaque transaction = Opaque.of(id.bytes());
    return switch (kind) {
      case "q" -> asked(transaction);
      case "r" -> answered(transaction);
      case "e" -> refused(transaction);
      default -> null;
    };
  }

  // Questions.

  private Krpc asked(Opaque transaction) {
    BencodeDict arguments = message.dict("a");
    String method = message.text("q");
    NodeId from = arguments == null ? null : id(arguments, "id");
    if (arguments == null || method == null || from == null) {
      return new Krpc.Misasked(transaction, KrpcError.PROTOCOL, "no id of the asker");
    }
    KrpcError tooBig = method.equals("put") ? tooBig(arguments) : null;
    if (tooBig != null) {
      return new Krpc.Misasked(transaction, tooBig, "too many bytes");
    }
    Query query =
        switch (method) {
          case "ping" -> new Query.Ping();
          case "get_peers" -> getPeers(arguments);
          case "announce_peer" -> announcePeer(arguments);
          case "get" -> get(arguments);
          case "put" -> put(arguments);
          case "sample_infohashes" -> {
            NodeId target = id(arguments, "target");
            yield target == null ? null : new Query.SampleInfoHashes(target, want(arguments));
          }
          default -> findNode(arguments);
        };
    if (query == null) {
      boolean known = KNOWN.contains(method);
      return new Krpc.Misasked(
          transaction,
          known ? KrpcError.PROTOCOL : KrpcError.METHOD_UNKNOWN,
          known ? "arguments missing or out of range" : "unknown method");
    }
    return new Krpc.Asked(transaction, from, message.integer("ro", 0) == 1, query);
  }

  private static final List<String> KNOWN =
      List.of("find_node", "get_peers", "announce_peer", "get", "put", "sample_infohashes");

  /// Also for methods that we do not know: whoever asks for something near a target is helped by
  /// nodes that are nearer, as libtorrent's forward compatibility has it.
  private static @Nullable Query findNode(BencodeDict arguments) {
    NodeId target = id(arguments, "target");
    if (target == null) {
      target = id(arguments, "info_hash");
    }
    return target == null ? null : new Query.FindNode(target, want(arguments));
  }

  private static @Nullable Query getPeers(BencodeDict arguments) {
    NodeId hash = id(arguments, "info_hash");
    return hash == null
        ? null
        : new Query.GetPeers(
            hash, want(arguments), flag(arguments, "noseed"), flag(arguments, "scrape"));
  }

  private static @Nullable Query announcePeer(BencodeDict arguments) {
    NodeId hash = id(arguments, "info_hash");
    Opaque token = token(arguments);
    boolean implied = flag(arguments, "implied_port");
    long port = arguments.integer("port", 0);
    if (hash == null || token == null || port < (implied ? 0 : 1) || port > 0xffff) {
      return null;
    }
    return new Query.AnnouncePeer(hash, (int) port, implied, token, flag(arguments, "seed"));
  }

  private static @Nullable Query get(BencodeDict arguments) {
    NodeId target = id(arguments, "target");
    long newerThan = Math.max(-1, arguments.integer("seq", -1));
    return target == null ? null : new Query.Get(target, want(arguments), newerThan);
  }

  /// What BEP 44 has a number of its own for.
  private static @Nullable KrpcError tooBig(BencodeDict arguments) {
    BencodeValue value = arguments.get("v");
    if (value != null && value.end() - value.start() > Item.MAX_VALUE) {
      return KrpcError.VALUE_TOO_BIG;
    }
    BencodeString salt = arguments.string("salt");
    return salt != null && salt.length() > Item.MAX_SALT ? KrpcError.SALT_TOO_BIG : null;
  }

  private @Nullable Query put(BencodeDict arguments) {
    Opaque token = token(arguments);
    BencodeString salt = arguments.string("salt");
    Item item = item(arguments, salt == null ? Opaque.NONE : Opaque.of(salt.bytes()));
    boolean unsigned = arguments.get("k") == null;
    if (token == null || item == null || unsigned != item instanceof Item.Immutable) {
      return null;
    }
    // what never changes has no sequence number to compare
    long expected = unsigned ? -1 : Math.max(-1, arguments.integer("cas", -1));
    return new Query.Put(token, item, expected);
  }

  // Answers.

  private @Nullable Krpc answered(Opaque transaction) {
    BencodeDict values = message.dict("r");
    NodeId from = values == null ? null : id(values, "id");
    if (values == null || from == null) {
      return null;
    }
    BencodeString ip = message.string("ip");
    Endpoint seenAs = ip == null ? null : CompactAddress.decode(ip.bytes());
    return new Krpc.Answered(transaction, from, answer(values), seenAs);
  }

  private Answer answer(BencodeDict values) {
    List<Contact> nodes = new ArrayList<>(nodes(values, "nodes", true));
    nodes.addAll(nodes(values, "nodes6", false));
    return new Answer(
        nodes,
        peers(values),
        token(values),
        item(values, Opaque.NONE),
        Math.max(-1, values.integer("seq", -1)),
        scrape(values),
        samples(values));
  }

  private static List<Contact> nodes(BencodeDict values, String key, boolean v4) {
    BencodeString run = values.string(key);
    return run == null ? List.of() : CompactAddress.decode(run.bytes(), v4, MAX_NODES);
  }

  private static List<Endpoint> peers(BencodeDict values) {
    BencodeList list = values.list("values");
    Set<Endpoint> peers = new LinkedHashSet<>();
    for (BencodeValue value : list == null ? List.<BencodeValue>of() : list.items()) {
      Endpoint peer =
          value instanceof BencodeString string ? CompactAddress.decode(string.bytes()) : null;
      if (peer != null && CompactAddress.isReachable(peer) && peers.size() < MAX_VALUES) {
        peers.add(peer);
      }
    }
    return List.copyOf(peers);
  }

  private static Answer.@Nullable Scrape scrape(BencodeDict values) {
    BencodeString seeds = values.string("BFsd");
    BencodeString peers = values.string("BFpe");
    if (seeds == null
        || peers == null
        || seeds.length() != BloomFilter.LENGTH
        || peers.length() != BloomFilter.LENGTH) {
      return null;
    }
    return new Answer.Scrape(BloomFilter.of(seeds.bytes()), BloomFilter.of(peers.bytes()));
  }

  private static Answer.@Nullable Samples samples(BencodeDict values) {
    BencodeString run = values.string("samples");
    if (run == null) {
      return null;
    }
    ByteBuffer in = run.view();
    List<NodeId> hashes = new ArrayList<>();
    while (in.remaining() >= NodeId.LENGTH && hashes.size() < MAX_NODES) {
      hashes.add(NodeId.read(in));
    }
    return new Answer.Samples(
        hashes, counted(values.integer("num", 0)), counted(values.integer("interval", 0)));
  }

  private static int counted(long number) {
    return (int) Math.clamp(number, 0L, Integer.MAX_VALUE);
  }

  private Krpc refused(Opaque transaction) {
    long code = 0;
    String reason = "";
    BencodeList list = message.list("e");
    for (BencodeValue value : list == null ? List.<BencodeValue>of() : list.items()) {
      if (value instanceof BencodeInteger number) {
        code = number.value();
      } else if (value instanceof BencodeString text && text.length() <= MAX_REASON) {
        reason = text.text();
      }
    }
    return new Krpc.Refused(transaction, counted(code), reason);
  }

  // What both have.

  private @Nullable Item item(BencodeDict dict, Opaque salt) {
    BencodeValue value = dict.get("v");
    if (value == null || value.end() - value.start() > Item.MAX_VALUE) {
      return null;
    }
    Opaque raw = Opaque.of(Arrays.copyOfRange(source, value.start(), value.end()));
    BencodeString key = dict.string("k");
    if (key == null) {
      return new Item.Immutable(raw);
    }
    BencodeString signature = dict.string("sig");
    long seq = dict.integer("seq", -1);
    if (key.length() != Item.KEY_LENGTH
        || signature == null
        || signature.length() != Item.SIGNATURE_LENGTH
        || seq < 0) {
      return null;
    }
    return new Item.Mutable(Opaque.of(key.bytes()), salt, seq, Opaque.of(signature.bytes()), raw);
  }

  private static @Nullable NodeId id(BencodeDict dict, String key) {
    BencodeString id = dict.string(key);
    return id == null || id.length() != NodeId.LENGTH ? null : NodeId.of(id.bytes());
  }

  private static @Nullable Opaque token(BencodeDict dict) {
    BencodeString token = dict.string("token");
    return token == null || token.length() > MAX_TOKEN ? null : Opaque.of(token.bytes());
  }

  private static boolean flag(BencodeDict dict, String key) {
    return dict.integer(key, 0) == 1;
  }

  private static Want want(BencodeDict dict) {
    BencodeList list = dict.list("want");
    boolean v4 = false;
    boolean v6 = false;
    for (BencodeValue value : list == null ? List.<BencodeValue>of() : list.items()) {
      v4 |= value instanceof BencodeString string && string.is("n4");
      v6 |= value instanceof BencodeString string && string.is("n6");
    }
    return new Want(v4, v6);
  }
}
