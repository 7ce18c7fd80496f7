package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.CanonicalPriority;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.ExtensionHandshake;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Who gets one of the places that a node has for neighbours.
class PlacesTest {
  private static final int PLACES = 12;
  private static final Endpoint US = at("198.51.100.77", 6881);
  private final Sample sample = Sample.of(1, 300_000, 64 * 1024, TorrentVersion.V1);
  private final Hash name = sample.metainfo().info().hashes().primary();

  private static Endpoint at(String ip, int port) {
    return new Endpoint(Objects.requireNonNull(IpAddress.parse(ip)), port);
  }

  @Test
  void whoCallsItselfHangsUpAndNeverCallsThereAgain() {
    World world = new World(1);
    Participant one = world.join(World.Link.of(1_000_000));
    one.ask(
        new Command.AddTorrent(
            7, sample.metainfo(), TorrentOptions.in("x").withPeers(List.of(one.endpoint()))));
    world.run(3600 * World.SECOND, () -> false);
    assertThat(one.connected()).isZero();
    assertThat(one.saw(Event.PeerBanned.class)).isFalse();
    assertThat(one.connects()).isEqualTo(1);
  }

  @Test
  void theSamePeerTwiceIsOneConnection() {
    Stranger node = node(1);
    int first = node.greet(at("192.0.2.1", 1000), name, 5);
    int second = node.greet(at("192.0.2.1", 1001), name, 5);
    int other = node.greet(at("192.0.2.1", 1002), name, 6);
    assertThat(node.closed(first)).isFalse();
    assertThat(node.closed(second)).isTrue();
    assertThat(node.closed(other)).isFalse();
  }

  /// The connection that stands may lead nowhere: a machine that has no network for a while leaves
  /// such behind.
  @Test
  void whoCallsAnewAfterASilenceIsHeard() {
    Stranger node = node(1);
    int first = node.greet(at("192.0.2.1", 1000), name, 5);
    node.pass(9 * World.SECOND);
    int second = node.greet(at("192.0.2.1", 1001), name, 5);
    assertThat(node.closed(first)).isFalse();
    assertThat(node.closed(second)).isTrue();
    node.pass(2 * World.SECOND);
    int third = node.greet(at("192.0.2.1", 1002), name, 5);
    assertThat(node.closed(first)).isTrue();
    assertThat(node.closed(third)).isFalse();
  }

  /// A machine that has moved has left a connection behind on which it owes an answer.
  @Test
  void whoHasMovedTakesTheConnectionAlongOnWhichItOwesAnAnswer() {
    Stranger node = wanting(1);
    int first = node.greet(at("192.0.2.1", 1000), name, 5);
    offer(node, first);
    node.pass(11 * World.SECOND);
    int second = node.greet(at("192.0.2.2", 1001), name, 5);
    assertThat(node.closed(first)).isTrue();
    assertThat(node.closed(second)).isFalse();
  }

  /// A peer's id is no secret: whoever calls it learns it.
  @Test
  void whoTakesAnothersIdNeitherKeepsItOutNorThrowsItOut() {
    for (int seed = 1; seed <= 20; seed++) {
      Stranger node = wanting(seed);
      int first = node.greet(at("203.0.113.66", 5000), name, 5 + seed);
      int second = call(node, at("198.51.100.1", 6881), 5 + seed);
      int third = node.greet(at("203.0.113.67", 5000), name, 5 + seed);
      node.pass(11 * World.SECOND);
      int fourth = node.greet(at("203.0.113.68", 5000), name, 5 + seed);
      assertThat(List.of(first, second, third, fourth)).noneMatch(node::closed);
    }
  }

  /// One machine that has IPv4 and IPv6 is one peer.
  @Test
  void whoComesByBothKindsOfAddressIsOneConnection() {
    Stranger node = wanting(1);
    int first = node.greet(at("192.0.2.1", 1000), name, 5);
    int second = node.greet(at("2001:db8::1", 1000), name, 5);
    assertThat(node.closed(first)).isFalse();
    assertThat(node.closed(second)).isTrue();
  }

  /// It may also be another that has taken the id, and then does nothing with it.
  @Test
  void whoDoesNothingKeepsNobodyOutWhoComesByTheOtherKindOfAddress() {
    Stranger node = wanting(1);
    int first = node.greet(at("2001:db8::1", 1000), name, 5);
    node.pass(11 * World.SECOND);
    int second = node.greet(at("192.0.2.1", 1000), name, 5);
    assertThat(node.closed(first)).isFalse();
    assertThat(node.closed(second)).isFalse();
  }

  /// It says that it has everything, lets us ask, and never answers.
  @Test
  void oneMachineDoesNotKeepAllPlaces() {
    Stranger node = wanting(1);
    List<Integer> bad = new ArrayList<>();
    int number = 1000;
    for (int i = 0; i < PLACES; i++) {
      bad.add(claim(node, ++number));
    }
    Endpoint honest = at("198.51.100.1", 6881);
    node.tell(new Input.Asked(new Command.AddPeers(Stranger.TORRENT, List.of(honest))));
    int in = 0;
    for (int second = 0; second < 600; second++) {
      node.pass(World.SECOND);
      for (int i = 0; i < PLACES; i++) {
        int conn = bad.get(i);
        if (node.closed(conn)) {
          bad.set(i, claim(node, ++number));
        } else if (second % 60 == 0) {
          node.hear(conn, new Message.KeepAlive());
        }
      }
      if (second % 60 == 59) {
        int conn = node.greet(at("198.51.100." + (2 + second / 60), 3000), name, second);
        in += node.closed(conn) ? 0 : 1;
        node.tell(new NetInput.Closed(conn, "bye"));
      }
    }
    // who has just been asked may yet answer, for a minute
    assertThat(in).isGreaterThanOrEqualTo(8);
    assertThat(node.called()).contains(honest);
  }

  private int claim(Stranger node, int number) {
    int conn = node.greet(at("192.0.2.66", number), name, number);
    if (!node.closed(conn)) {
      offer(node, conn);
    }
    return conn;
  }

  private static void offer(Stranger node, int conn) {
    node.hear(conn, new Message.HaveAll());
    node.hear(conn, new Message.Unchoke());
  }

  /// We call a peer, who says that this is its number; the connection.
  private int call(Stranger node, Endpoint peer, int number) {
    node.tell(new Input.Asked(new Command.AddPeers(Stranger.TORRENT, List.of(peer))));
    node.pass(World.SECOND);
    int conn = node.lastCall();
    node.tell(new NetInput.Connected(conn));
    node.greet(conn, name, number);
    return conn;
  }

  /// A node that has nothing, and whose calls nobody answers unless the test does.
  private Stranger wanting(long seed) {
    Stranger node =
        new Stranger(
            NodeOptions.defaults().withListenPort(US.port()).withConnectionsPerTorrent(PLACES),
            seed);
    node.add(Stranger.TORRENT, sample, false);
    node.letItRing();
    return node;
  }

  /// Neighbours who say where they see us, as many as there are places.
  private List<Place> full(Stranger node, SplittableRandom random) {
    List<Place> all = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      all.add(come(node, random, i));
    }
    assertThat(all).noneMatch(place -> node.closed(place.conn));
    return all;
  }

  private record Place(Endpoint peer, int conn) {
    long priority() {
      return CanonicalPriority.between(US, peer);
    }
  }

  private static Endpoint anywhere(SplittableRandom random) {
    return new Endpoint(IpAddress.v4((64 << 24) + random.nextInt(1 << 24)), 6881);
  }

  private Place come(Stranger node, SplittableRandom random, int number) {
    return come(node, anywhere(random), number);
  }

  private Place come(Stranger node, Endpoint peer, int number) {
    int conn = node.greet(peer, name, number);
    introduce(node, conn, peer.port(), US.ip());
    return new Place(peer, conn);
  }

  /// A peer says where it listens, and at which address it sees us.
  private static void introduce(Stranger node, int conn, int port, IpAddress us) {
    ExtensionHandshake hello = new ExtensionHandshake(Map.of(), "", port, 0, 0, false, us);
    node.hear(conn, WireCodec.encodeExtended(new ExtensionMessage.Hello(hello), 0));
  }

  private Stranger node(long seed) {
    Stranger node =
        new Stranger(
            NodeOptions.defaults().withListenPort(US.port()).withConnectionsPerTorrent(PLACES),
            seed);
    node.disk.put(sample.content());
    node.add(Stranger.TORRENT, sample, true);
    return node;
  }

  @Test
  void ofManyWhoComeThoseStayWhomBothEndsPrefer() {
    Stranger node = node(2);
    SplittableRandom random = new SplittableRandom(2);
    List<Place> all = full(node, random);
    for (int i = PLACES; i < 200; i++) {
      all.add(come(node, random, i));
    }
    all.sort(Comparator.comparingLong(Place::priority).reversed());
    for (int i = 0; i < all.size(); i++) {
      assertThat(node.closed(all.get(i).conn)).as("%d in order", i).isEqualTo(i >= PLACES);
    }
  }

  @Test
  void nobodyGainsByCallingAgainNorByCallingTwiceFromOneAddress() {
    Stranger node = node(3);
    SplittableRandom random = new SplittableRandom(3);
    List<Place> all = full(node, random);
    all.sort(Comparator.comparingLong(Place::priority));
    Place highest = all.getLast();
    int number = PLACES;
    for (int i = 0; i < 200; i++) {
      Place again = come(node, new Endpoint(highest.peer.ip(), 10_000 + i), number++);
      assertThat(node.closed(again.conn)).isTrue();
    }
    Place lower = lower(random, all.getFirst());
    for (int i = 0; i < 200; i++) {
      assertThat(node.closed(come(node, lower.peer, number++).conn)).isTrue();
    }
    assertThat(all).noneMatch(place -> node.closed(place.conn));
  }

  private static Place lower(SplittableRandom random, Place than) {
    while (true) {
      Place place = new Place(anywhere(random), 0);
      if (place.priority() < than.priority()) {
        return place;
      }
    }
  }

  @Test
  void aLiarDoesNotDecideWhereWeAre() {
    Stranger node = node(4);
    SplittableRandom random = new SplittableRandom(4);
    List<Place> all = full(node, random);
    for (int i = 0; i < 4; i++) {
      introduce(node, all.get(i).conn, 6881, at("203.0.113.9", 1).ip());
    }
    all.sort(Comparator.comparingLong(Place::priority));
    assertThat(node.closed(come(node, lower(random, all.getFirst()).peer, PLACES).conn)).isTrue();
    assertThat(all).noneMatch(place -> node.closed(place.conn));
  }
}
