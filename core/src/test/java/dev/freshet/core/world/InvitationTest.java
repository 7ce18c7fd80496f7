package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Datagrams;
import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Where a .torrent file or a link leads, beside trackers and web seeds.
final class InvitationTest {
  private static final HostPort PEER = new HostPort("peer.example", 6882);
  private static final HostPort NODE = new HostPort("192.0.2.5", 6883);
  private static final Endpoint FOUND = at("192.0.2.6:6882");
  private static final NodeOptions DHT =
      NodeOptions.defaults().withDht(DhtOptions.beginningAt(List.of()), 6881);

  private final Sample sample = Sample.of(3, 200_000, 16_384, TorrentVersion.V1);

  private static Endpoint at(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  private Magnet link(List<HostPort> peers, List<HostPort> nodes) {
    return new Magnet(
        sample.metainfo().info().hashes(),
        null,
        0,
        List.of(),
        List.of(),
        List.of(),
        peers,
        nodes,
        List.of());
  }

  private static void add(Stranger node, Magnet link, boolean paused) {
    TorrentOptions options = TorrentOptions.in("x").withPaused(paused);
    node.tell(new Input.Asked(new Command.AddMagnet(Stranger.TORRENT, link, options)));
  }

  private static void answer(Stranger node, IpAddress... addresses) {
    node.tell(new NetInput.Resolved(node.resolving.removeFirst().request(), List.of(addresses)));
  }

  @Test
  void aPeerNamedInALinkIsLookedUpAndCalled() {
    Stranger node = new Stranger(NodeOptions.defaults(), 1);
    add(node, link(List.of(PEER), List.of()), false);
    node.pass(SECOND);
    assertThat(node.resolving).hasSize(1);
    assertThat(node.resolving.getFirst().host()).isEqualTo("peer.example");
    answer(node, FOUND.ip());
    node.pass(SECOND);
    assertThat(node.called()).contains(FOUND);
    node.pass(300 * SECOND);
    assertThat(node.resolving).isEmpty();
  }

  @Test
  void aNameWithoutAnAddressIsAskedForAgain() {
    Stranger node = new Stranger(NodeOptions.defaults(), 1);
    add(node, link(List.of(PEER), List.of()), false);
    node.pass(SECOND);
    answer(node);
    node.pass(50 * SECOND);
    assertThat(node.resolving).isEmpty();
    node.pass(15 * SECOND);
    answer(node, FOUND.ip());
    node.pass(SECOND);
    assertThat(node.called()).contains(FOUND);
  }

  @Test
  void nothingIsLookedUpByWhoRestsNorBehindAProxy() {
    Stranger resting = new Stranger(DHT, 1);
    add(resting, link(List.of(PEER), List.of(NODE)), true);
    Stranger hidden = new Stranger(NodeOptions.defaults().withDatagrams(Datagrams.RELAYED), 1);
    add(hidden, link(List.of(PEER), List.of()), false);
    for (Stranger node : List.of(resting, hidden)) {
      node.pass(120 * SECOND);
      assertThat(node.resolving).isEmpty();
      assertThat(node.posted()).isEmpty();
    }
  }

  @Test
  void theDhtIsBegunWhereALinkOrAFileSays() {
    Stranger byLink = new Stranger(DHT, 1);
    add(byLink, link(List.of(), List.of(NODE)), false);
    Stranger byFile = new Stranger(DHT, 1);
    byFile.tell(new Input.Asked(new Command.AddTorrent(1, naming(false), TorrentOptions.in("x"))));
    Stranger isPrivate = new Stranger(DHT, 1);
    isPrivate.tell(
        new Input.Asked(new Command.AddTorrent(1, naming(true), TorrentOptions.in("x"))));
    for (Stranger node : List.of(byLink, byFile, isPrivate)) {
      node.pass(SECOND);
    }
    assertThat(byLink.posted()).containsExactly(at("192.0.2.5:6883"));
    assertThat(byFile.posted()).containsExactly(at("192.0.2.5:6883"));
    assertThat(isPrivate.posted()).isEmpty();
  }

  @Test
  void aTrackerOfTheKindDhtIsANodeOrNothing() throws MetainfoException {
    String bare = link(List.of(), List.of()).toString();
    Stranger named = new Stranger(DHT, 1);
    add(named, Magnet.parse(bare + "&tr=dht://192.0.2.5:6883/"), false);
    Stranger vuze = new Stranger(DHT, 1);
    add(vuze, Magnet.parse(bare + "&tr=DHT://" + "0".repeat(40) + ".dht/announce"), false);
    named.pass(SECOND);
    vuze.pass(SECOND);
    assertThat(named.posted()).containsExactly(at("192.0.2.5:6883"));
    assertThat(vuze.posted()).isEmpty();
    for (Stranger node : List.of(named, vuze)) {
      assertThat(node.status().trackers()).isEmpty();
    }
  }

  private Metainfo naming(boolean isPrivate) {
    Metainfo plain = Sample.of(3, 200_000, 16_384, TorrentVersion.V1, isPrivate).metainfo();
    return new Metainfo(
        plain.info(), plain.layers(), List.of(), List.of(), List.of(NODE), null, null, 0);
  }
}
