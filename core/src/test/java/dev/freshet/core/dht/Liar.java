package dev.freshet.core.dht;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.dht.Answer;
import dev.freshet.protocol.dht.Contact;
import dev.freshet.protocol.dht.Krpc;
import dev.freshet.protocol.dht.KrpcDecoder;
import dev.freshet.protocol.dht.KrpcEncoder;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.dht.Query;
import dev.freshet.protocol.dht.Want;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A node that wants lookups to fail. It answers pings, so that it is in everybody's tables, under
/// an id that its address allows; what it does to those who search is its trade, one of five. A
/// [#sybil] has an id beside what it wants to hide, whatever its address allows.
final class Liar {
  /// What liars share: who they are, and nodes that do not exist.
  static final class Conspiracy {
    private static final int INVENTED = 1 << 17;

    private final TreeMap<NodeId, Contact> members = new TreeMap<>();

    /// Nodes whose ids their addresses allow: near any target there are some, nearer than any node
    /// that exists.
    private final TreeMap<NodeId, Contact> invented = new TreeMap<>();

    Conspiracy(SplittableRandom random) {
      for (int i = 0; i < INVENTED; i++) {
        Endpoint at = DhtWorld.address(random);
        NodeId id = DhtWorld.idFor(at, random);
        invented.put(id, new Contact(id, at));
      }
    }

    void joins(Contact member) {
      members.put(member.id(), member);
    }

    private static List<Contact> near(NavigableMap<NodeId, Contact> of, NodeId target) {
      List<Contact> near = new ArrayList<>();
      take(of.tailMap(target), near);
      take(of.headMap(target, false).descendingMap(), near);
      near.sort((a, b) -> target.byDistance().compare(a.id(), b.id()));
      return near.subList(0, Math.min(8, near.size()));
    }

    private static void take(Map<NodeId, Contact> from, List<Contact> to) {
      from.values().stream().limit(16).forEach(to::add);
    }
  }

  private final Contact self;
  private final Conspiracy conspiracy;
  private final SplittableRandom random;
  private final int trade;

  Liar(Endpoint at, Conspiracy conspiracy, SplittableRandom random) {
    this(new Contact(DhtWorld.idFor(at, random), at), conspiracy, random, random.nextInt(5));
  }

  private Liar(Contact self, Conspiracy conspiracy, SplittableRandom random, int trade) {
    this.self = self;
    this.conspiracy = conspiracy;
    this.random = random;
    this.trade = trade;
  }

  /// One that sits beside a target and names its like to those who look for it.
  static Liar sybil(Endpoint at, NodeId target, Conspiracy conspiracy, SplittableRandom random) {
    NodeId beside = target.sharing(40 + random.nextInt(40), random);
    return new Liar(new Contact(beside, at), conspiracy, random, 1);
  }

  Contact self() {
    return self;
  }

  /// A question by which others come to know it.
  ByteBuffer hello() {
    Query query = new Query.FindNode(self.id(), Want.UNSAID);
    return KrpcEncoder.encode(
        new Krpc.Asked(Opaque.of(new byte[] {1, 2, 3}), self.id(), false, query));
  }

  @Nullable ByteBuffer heard(Endpoint from, ByteBuffer bytes) {
    if (!(KrpcDecoder.decode(bytes) instanceof Krpc.Asked(Opaque transaction, _, _, Query query))) {
      return null;
    }
    NodeId target =
        switch (query) {
          case Query.FindNode(NodeId id, _) -> id;
          case Query.GetPeers(NodeId id, _, _, _) -> id;
          case Query.Get(NodeId id, _, _) -> id;
          case Query.SampleInfoHashes(NodeId id, _) -> id;
          case Query.Ping(), Query.AnnouncePeer _, Query.Put _ -> null;
        };
    if (target == null) {
      return answer(transaction, self.id(), Answer.DONE, from);
    }
    return switch (trade) {
      case 0 ->
          answer(transaction, self.id(), lie(Conspiracy.near(conspiracy.invented, target)), from);
      case 1 ->
          answer(transaction, self.id(), lie(Conspiracy.near(conspiracy.members, target)), from);
      case 2 -> answer(transaction, target.sharing(100, random), lie(List.of()), from);
      case 3 -> answer(transaction, self.id(), lie(nearer(target)), from);
      default -> garbage(transaction);
    };
  }

  /// Nodes at addresses that do not allow such ids.
  private List<Contact> nearer(NodeId target) {
    List<Contact> nodes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      nodes.add(new Contact(target.sharing(60 + i, random), DhtWorld.address(random)));
    }
    return nodes;
  }

  private Answer lie(List<Contact> nodes) {
    List<Endpoint> poison = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      poison.add(DhtWorld.address(random));
    }
    return Answer.DONE.withNodes(nodes).withValues(poison).withToken(Opaque.of(new byte[] {1}));
  }

  private ByteBuffer garbage(Opaque transaction) {
    ByteBuffer bytes = answer(transaction, self.id(), lie(List.of()), self.at());
    for (int i = 0; i < 4; i++) {
      bytes.put(random.nextInt(bytes.limit()), (byte) random.nextInt());
    }
    return bytes;
  }

  private static ByteBuffer answer(Opaque transaction, NodeId id, Answer answer, Endpoint to) {
    return KrpcEncoder.encode(new Krpc.Answered(transaction, id, answer, to));
  }
}
