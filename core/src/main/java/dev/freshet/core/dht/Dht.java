package dev.freshet.core.dht;

import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.Contact;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.KnownNodes;
import dev.freshet.protocol.dht.Krpc;
import dev.freshet.protocol.dht.KrpcDecoder;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Our node in the DHT, or rather our two, since IPv4 and IPv6 have one each (BEP 32).
///
/// *Theory of operation.* Nodes and torrents have names in one space of 160 bits; the nodes whose
/// ids are closest to a torrent's name know its peers. Each node knows many nodes near itself and
/// few far away, so that a way to any target leads in some four steps to ever closer ones
/// ([Lookup], [RoutingTable]). Torrents hold an [Interest]; every quarter of an hour their peers
/// are looked for and we are announced. What others ask is answered by the [Responder]. Nothing
/// that comes in a datagram is believed but that its sender may be at its address, and that only
/// once it has repeated what we sent there.
public final class Dht {
  private static final int KEPT_NODES = 200;

  /// How often torrents are asked whether they want peers badly.
  private static final long REGARD_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// With so few nodes of both families routers are asked.
  private static final int FEW = RoutingTable.K;

  /// How long what is wished waits for nodes.
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private record Wish(NodeId target, Purpose purpose, long until) {}

  private final boolean readOnly;
  private final Overlay v4;
  private final Overlay v6;
  private final Responder responder;
  private final Bootstrap bootstrap;
  private final Set<Interest> interests = new LinkedHashSet<>();

  /// Those of them that are due, who has waited longest first: there is not room for all at once.
  private final LinkedHashSet<Interest> turns = new LinkedHashSet<>();

  private final List<DhtNews> news = new ArrayList<>();
  private final ArrayDeque<Wish> wishes = new ArrayDeque<>();
  private long garbage;
  private long dueAt;
  private long interestsAt = Long.MAX_VALUE;

  /// @param listenPort where peers reach us; 0 if nowhere
  /// @param byName whether routers are asked under their names, which whoever relays our datagrams
  ///   looks up
  /// @param chance of which a fork is taken
  public Dht(DhtOptions options, int listenPort, boolean byName, long now, RandomGenerator chance) {
    this.readOnly = options.readOnly();
    KnownNodes known = options.known();
    Proofs proofs = new Proofs();
    this.v4 = overlay(true, options, listenPort, proofs, now, chance);
    this.v6 = overlay(false, options, listenPort, proofs, now, chance);
    // tokens come from a generator of their own, of which nothing else is ever seen
    this.responder = new Responder(v4, v6, proofs, now, new SplittableRandom(chance.nextLong()));
    this.bootstrap = new Bootstrap(options.routers(), byName, now);
    this.dueAt = now;
    for (Overlay overlay : List.of(v4, v6)) {
      List<Contact> own =
          known.nodes().stream().filter(node -> node.at().ip().isV4() == (overlay == v4)).toList();
      if (!own.isEmpty()) {
        overlay.recall(own);
      }
    }
  }

  private static Overlay overlay(
      boolean v4,
      DhtOptions options,
      int listenPort,
      Proofs proofs,
      long now,
      RandomGenerator chance) {
    IpAddress seenAs =
        options.known().seenAs().stream().filter(ip -> ip.isV4() == v4).findFirst().orElse(null);
    RandomGenerator random = new SplittableRandom(chance.nextLong());
    return new Overlay(v4, options.readOnly(), listenPort, seenAs, proofs, now, random);
  }

  // What comes in. Each is to be followed by [#advance].

  /// A datagram came. False if it is none of a DHT node.
  public boolean received(long now, Endpoint from, ByteBuffer bytes, Outbox out) {
    if (!KrpcDecoder.isLikely(bytes) || from.port() == 0) {
      return false;
    }
    if (KrpcDecoder.isLikelyQuestion(bytes) && (readOnly || !responder.hasTime(now))) {
      return true;
    }
    dueAt = now;
    switch (KrpcDecoder.decode(bytes)) {
      case null -> garbage++;
      case Krpc.Asked asked -> {
        if (!readOnly && responder.admits(now, from)) {
          responder.answer(now, from, asked, bytes.remaining(), out);
          if (!asked.readOnly()) {
            overlay(from).asked(now, asked.from(), from, out);
          }
        }
      }
      case Krpc.Misasked asked -> {
        garbage++;
        if (!readOnly && responder.admits(now, from)) {
          responder.refuse(now, from, asked, out);
        }
      }
      case Krpc.Answered answered -> {
        for (Contact other : overlay(from).answered(now, from, answered, out, news)) {
          meet(now, other.at(), out);
        }
      }
      case Krpc.Refused refused -> overlay(from).refused(now, from, refused, news);
    }
    return true;
  }

  /// A name was looked up. False if not for us.
  public boolean resolved(long now, NetInput.Resolved found, Outbox out) {
    if (!Bootstrap.asked(found.request())) {
      return false;
    }
    open(now, bootstrap.resolved(found.request(), found.addresses()), out);
    dueAt = now;
    return true;
  }

  /// A name is asked for nodes of both families over IPv4, which every relay has.
  private void open(long now, List<Bootstrap.Way> ways, Outbox out) {
    List<Bootstrap.Way> inV4 = ways.stream().filter(each -> !each.inV6()).toList();
    List<Bootstrap.Way> inV6 = ways.stream().filter(Bootstrap.Way::inV6).toList();
    if (!inV4.isEmpty()) {
      v4.open(now, inV4, out);
    }
    if (!inV6.isEmpty()) {
      v6.open(now, inV6, out);
    }
  }

  /// Whoever made a torrent or a link says that these are nodes: they are asked once, and again
  /// while we know few.
  public void introduce(long now, List<HostPort> nodes) {
    if (bootstrap.introduce(nodes)) {
      dueAt = now;
    }
  }

  /// Somebody says that there is a node at this address: a peer in its PORT message (BEP 5).
  public void meet(long now, Endpoint at, Outbox out) {
    if (at.port() != 0 && !at.ip().isUnspecified() && !at.ip().isMulticast()) {
      overlay(at).meet(now, at, out);
      dueAt = now;
    }
  }

  // What is asked.

  /// A torrent wants to find and to be found from now on.
  public Interest join(long now, int torrent, InfoHashes hashes) {
    Interest interest = new Interest(torrent, hashes, now);
    interests.add(interest);
    interestsAt = now;
    return interest;
  }

  /// Peers reach us elsewhere from now on, over IPv4 on this port.
  public void reachedOn(long now, int port) {
    v4.reachedOn(port);
    interests.forEach(Interest::moved);
    interestsAt = now;
  }

  /// It does not any more.
  public void leave(Interest interest) {
    interest.release();
    interests.remove(interest);
    turns.remove(interest);
  }

  /// Fetches the item of this key; [DhtNews.Fetched] tells of it.
  public void fetch(long now, long request, NodeId target, Opaque salt) {
    wish(now, target, new Purpose.Fetch(request, salt));
  }

  /// Stores an item; [DhtNews.Stored] tells of it.
  public void store(long now, long request, Item item) {
    wish(now, item.target(), new Purpose.Store(request, item));
  }

  private void wish(long now, NodeId target, Purpose purpose) {
    wishes.add(new Wish(target, purpose, now + PATIENCE_NANOS));
    dueAt = now;
  }

  // Time.

  /// Does what is due; what is to be handed up since the last time.
  public List<DhtNews> advance(long now, Outbox out) {
    grant(now);
    if (now - interestsAt >= 0 && nodes() > 0) {
      seek(now);
    }
    begin(now);
    if (now - dueAt >= 0) {
      if (nodes() >= FEW) {
        bootstrap.succeeded(now);
      } else if (now - bootstrap.dueAt() >= 0) {
        open(now, bootstrap.begin(now, out), out);
      }
      open(now, bootstrap.greet(out), out);
      long next = v4.advance(now, v6.table().size() < FEW, out, news);
      next = Math.min(next, v6.advance(now, v4.table().size() < FEW, out, news));
      next = nodes() >= FEW ? next : Math.min(next, bootstrap.dueAt());
      // what has come to its end makes room for who waits
      dueAt = hasRoom() && !(turns.isEmpty() && wishes.isEmpty()) ? now : next;
    }
    List<DhtNews> all = List.copyOf(news);
    news.clear();
    return all;
  }

  private boolean hasRoom() {
    return nodes() > 0 && v4.hasRoom() && v6.hasRoom();
  }

  /// Begins what was wished, in the family that has more nodes, as soon as there is room; in vain
  /// after a while without any nodes.
  private void grant(long now) {
    Overlay larger = v4.table().size() >= v6.table().size() ? v4 : v6;
    while (!wishes.isEmpty() && (nodes() > 0 ? hasRoom() : now - wishes.getFirst().until >= 0)) {
      Wish wish = wishes.removeFirst();
      if (larger.look(wish.target, wish.purpose)) {
        dueAt = now;
        continue;
      }
      switch (wish.purpose) {
        case Purpose.Fetch fetch -> news.add(new DhtNews.Fetched(fetch.request, null));
        case Purpose.Store(long request, Item _) -> news.add(new DhtNews.Stored(request, 0));
        case Purpose.Nodes(), Purpose.Peers _ -> {}
      }
    }
  }

  /// Sees what is due of all that torrents want, and when to see again.
  private void seek(long now) {
    interestsAt = interests.isEmpty() ? Long.MAX_VALUE : now + REGARD_NANOS;
    for (Interest interest : interests) {
      if (now - interest.dueAt() >= 0) {
        turns.add(interest);
      }
    }
  }

  /// Looks for what is due, as far as there is room.
  private void begin(long now) {
    while (!turns.isEmpty() && hasRoom()) {
      Interest interest = turns.removeFirst();
      interest.started(now);
      for (NodeId name : interest.names()) {
        v4.look(name, new Purpose.Peers(interest));
        v6.look(name, new Purpose.Peers(interest));
      }
      dueAt = now;
    }
  }

  /// When to call [#advance] if nothing comes first; [Long#MAX_VALUE] for never.
  public long deadline() {
    if (nodes() > 0) {
      return Math.min(dueAt, interestsAt);
    }
    return wishes.isEmpty() ? dueAt : Math.min(dueAt, wishes.getFirst().until);
  }

  // How it stands.

  /// What we are called in one of the two.
  public NodeId id(boolean inV4) {
    return (inV4 ? v4 : v6).table().self();
  }

  /// How often others have come to see us at another address than before.
  public int seenElsewhere() {
    return v4.seenElsewhere() + v6.seenElsewhere();
  }

  /// How many nodes are in our tables.
  public int nodes() {
    return v4.table().size() + v6.table().size();
  }

  /// How many datagrams could not be understood.
  public long garbage() {
    return garbage;
  }

  /// How many questions were not answered because too many came.
  public long dropped() {
    return responder.dropped();
  }

  /// What is worth keeping for the next time.
  public KnownNodes known() {
    return new KnownNodes(
        Stream.of(v4.seenAs(), v6.seenAs()).filter(Objects::nonNull).toList(),
        Stream.of(v4, v6).flatMap(each -> each.worthKeeping(KEPT_NODES).stream()).toList());
  }

  private Overlay overlay(Endpoint at) {
    return at.ip().isV4() ? v4 : v6;
  }
}
