package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Discovery;
import dev.freshet.core.api.PeerStatus;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.api.Transport;
import dev.freshet.core.api.Transports;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionHandshake;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Punch;
import dev.freshet.protocol.wire.WireCodec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Peers behind routers that let nobody in, and a neighbour of both (BEP 55).
final class HolepunchTest {
  private static final int TORRENT = 1;

  private final World world = new World(9);
  private final Sample sample = Sample.of(9, 1_000_000, 64 * 1024, TorrentVersion.HYBRID);

  private Participant join(Transports transports) {
    NodeOptions options = NodeOptions.defaults().withTransports(transports);
    return world.join(World.Link.of(1_000_000)).with(options, world.random().split()).unwatched();
  }

  private void add(Participant one, Participant... peers) {
    List<Endpoint> known = List.of(peers).stream().map(Participant::endpoint).toList();
    add(one, TorrentOptions.in("data").withPeers(known));
  }

  private void add(Participant one, TorrentOptions options) {
    one.ask(new Command.AddTorrent(TORRENT, sample.metainfo(), options));
  }

  private static boolean talk(Participant one, Participant other) {
    TorrentStatus status = one.last();
    for (PeerStatus peer : status == null ? List.<PeerStatus>of() : status.peers()) {
      boolean there = peer.endpoint().ip().equals(other.endpoint().ip());
      if (there && peer.transport() == Transport.UTP) {
        return true;
      }
    }
    return false;
  }

  /// Two behind routers, of whom for the next minute only the later knows of the earlier: the other
  /// has just been told of somebody else, and is told of others once a minute. So they do not call
  /// each other at the same time by chance.
  private boolean meet(Transports hubs, Discovery hubsDiscovery, Nat.Kind first, Nat.Kind second) {
    Participant hub = join(hubs);
    Participant one = join(Transports.BOTH).behind(first);
    Participant somebody = join(Transports.TCP);
    Participant other = join(Transports.BOTH).behind(second);
    add(hub, TorrentOptions.in("data").withDiscovery(hubsDiscovery));
    add(one, hub);
    add(somebody, hub);
    world.run(10 * SECOND, () -> false);
    add(other, hub);
    return world.run(45 * SECOND, () -> talk(one, other) && talk(other, one));
  }

  private boolean meet(Transports hubs, Discovery hubsDiscovery) {
    return meet(hubs, hubsDiscovery, Nat.Kind.PORT_RESTRICTED, Nat.Kind.PORT_RESTRICTED);
  }

  /// A router that sends from another port to each cannot be told of, so whoever admits only those
  /// that it has sent to never hears of it (RFC 5128, section 3.3).
  @ParameterizedTest
  @CsvSource({
    "FULL_CONE, FULL_CONE, true",
    "FULL_CONE, ADDRESS_RESTRICTED, true",
    "FULL_CONE, PORT_RESTRICTED, true",
    "FULL_CONE, SYMMETRIC, true",
    "ADDRESS_RESTRICTED, FULL_CONE, true",
    "ADDRESS_RESTRICTED, ADDRESS_RESTRICTED, true",
    "ADDRESS_RESTRICTED, PORT_RESTRICTED, true",
    "ADDRESS_RESTRICTED, SYMMETRIC, true",
    "PORT_RESTRICTED, FULL_CONE, true",
    "PORT_RESTRICTED, ADDRESS_RESTRICTED, true",
    "PORT_RESTRICTED, PORT_RESTRICTED, true",
    "PORT_RESTRICTED, SYMMETRIC, false",
    "SYMMETRIC, FULL_CONE, true",
    "SYMMETRIC, ADDRESS_RESTRICTED, true",
    "SYMMETRIC, PORT_RESTRICTED, false",
    "SYMMETRIC, SYMMETRIC, false"
  })
  void twoBehindRoutersFindAHoleThroughANeighbour(Nat.Kind one, Nat.Kind other, boolean found) {
    Discovery discovery = new Discovery(true, false);
    assertThat(meet(Transports.BOTH, discovery, one, other)).isEqualTo(found);
  }

  @Test
  void dataGoesThroughTheHole() {
    Participant hub = join(Transports.BOTH);
    Participant seed = join(Transports.BOTH).behind(Nat.Kind.PORT_RESTRICTED);
    Participant leech = join(Transports.BOTH).behind(Nat.Kind.PORT_RESTRICTED);
    add(hub);
    // the hub wants none of it: what arrives comes from the seed itself
    hub.ask(new Command.LimitTorrent(TORRENT, new RateLimits(1, 1)));
    add(leech, hub);
    seed.disk().put(sample.content());
    add(seed, hub);
    assertThat(world.run(300 * SECOND, leech::complete)).isTrue();
    assertThat(leech.disk().bytes(TORRENT)).isEqualTo(sample.content());
    assertThat(hub.complete()).isFalse();
  }

  @Test
  void withoutPeerExchangeNobodyIsIntroduced() {
    assertThat(meet(Transports.BOTH, new Discovery(false, false))).isFalse();
  }

  @Test
  void whoSpeaksNoUtpIntroducesNobody() {
    assertThat(meet(Transports.TCP, new Discovery(true, false))).isFalse();
  }

  private int neighbour(Stranger node) {
    int conn = node.greet(sample.metainfo().info().hashes().primary());
    ExtensionHandshake hello =
        new ExtensionHandshake(
            Map.of(Extension.HOLEPUNCH.key(), Extension.HOLEPUNCH.id()),
            "",
            1001,
            0,
            0,
            false,
            null);
    node.hear(conn, WireCodec.encodeExtended(new ExtensionMessage.Hello(hello), 0));
    return conn;
  }

  private static void say(Stranger node, int conn, Punch kind, String at) {
    Endpoint endpoint = Objects.requireNonNull(Endpoint.parse(at));
    var message = new ExtensionMessage.Holepunch(kind, endpoint, 0);
    node.hear(conn, WireCodec.encodeExtended(message, Extension.HOLEPUNCH.id()));
  }

  private Stranger node() {
    Stranger node = new Stranger(NodeOptions.defaults().withTransports(Transports.BOTH), 4);
    node.add(Stranger.TORRENT, sample, false);
    return node;
  }

  @Test
  void aLiarHasUsCallNoMoreThanAFewAndNobodyWhoCannotBeThere() {
    Stranger node = node();
    int conn = neighbour(node);
    say(node, conn, Punch.CONNECT, "127.0.0.1:53");
    say(node, conn, Punch.CONNECT, "192.168.1.1:53");
    node.pass(SECOND);
    assertThat(node.posted()).isEmpty();
    for (int i = 0; i < 200; i++) {
      say(node, conn, Punch.CONNECT, "198.51.100." + i + ":53");
    }
    node.pass(SECOND);
    assertThat(node.posted()).hasSize(28);
    for (int i = 0; i < 200; i++) {
      say(node, conn, Punch.CONNECT, "203.0.113.7:" + (1000 + i));
    }
    node.pass(SECOND);
    assertThat(node.posted()).hasSize(28);
  }

  @Test
  void oneMachineIsCalledAFewTimesWhateverNeighboursSay() {
    Stranger node = node();
    for (int liar = 0; liar < 3; liar++) {
      int conn = neighbour(node);
      for (int i = 0; i < 20; i++) {
        say(node, conn, Punch.CONNECT, "203.0.113.7:" + (1000 + 20 * liar + i));
      }
    }
    node.pass(SECOND);
    assertThat(node.posted()).hasSizeBetween(1, 8);
  }
}
