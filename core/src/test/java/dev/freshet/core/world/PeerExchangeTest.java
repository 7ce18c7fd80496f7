package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Discovery;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.ExchangedPeer;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionHandshake;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Peers that tell each other of peers (BEP 11).
class PeerExchangeTest {
  private static final Discovery EXCHANGE = new Discovery(true, false);
  private static final Discovery NOTHING = new Discovery(false, false);
  private static final int TORRENT = 7;
  private static final int CROWD = 8;
  private static final int THEIR_ID = 9;

  private static Sample sample(boolean isPrivate) {
    return Sample.of(5, 300_000, 32 * 1024, TorrentVersion.HYBRID, isPrivate);
  }

  // Swarms.

  @Test
  void aPeerThatKnowsOneNeighbourFindsTheOthers() {
    World world = new World(1);
    List<Participant> crowd = crowd(world, sample(false), EXCHANGE, false);
    assertThat(world.run(120 * SECOND, () -> crowd.stream().allMatch(one -> all(one)))).isTrue();
  }

  @Test
  void soDoesOneThatHasOnlyALink() {
    World world = new World(2);
    List<Participant> crowd = crowd(world, sample(false), EXCHANGE, true);
    assertThat(world.run(120 * SECOND, () -> crowd.stream().allMatch(one -> all(one)))).isTrue();
  }

  @Test
  void inAPrivateTorrentNobodyIsTold() {
    World world = new World(3);
    List<Participant> crowd = crowd(world, sample(true), EXCHANGE, false);
    world.run(300 * SECOND, () -> false);
    assertThat(crowd).allMatch(one -> one.connected() == 1);
  }

  @Test
  void whoWantsNoExchangeFindsNobodyByIt() {
    World world = new World(4);
    List<Participant> crowd = crowd(world, sample(false), NOTHING, false);
    world.run(300 * SECOND, () -> false);
    assertThat(crowd).allMatch(one -> one.connected() == 1);
  }

  /// Downloaders that all know the same one, who has nothing either, so that all stay.
  private static List<Participant> crowd(
      World world, Sample sample, Discovery discovery, boolean links) {
    TorrentOptions options = TorrentOptions.in("data").withDiscovery(discovery);
    Participant first = world.join(World.Link.of(1_000_000));
    first.ask(new Command.AddTorrent(TORRENT, sample.metainfo(), options));
    List<Endpoint> known = List.of(first.endpoint());
    List<Participant> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      Participant one = world.join(World.Link.of(1_000_000));
      Magnet link = Magnet.of(sample.metainfo().info().hashes(), known);
      one.ask(
          links
              ? new Command.AddMagnet(TORRENT, link, options)
              : new Command.AddTorrent(TORRENT, sample.metainfo(), options.withPeers(known)));
      crowd.add(one);
    }
    return crowd;
  }

  private static boolean all(Participant one) {
    return one.connected() == CROWD;
  }

  // One node and a peer that says what it likes.

  private static Stranger node(Sample sample, Discovery discovery) {
    Stranger node = new Stranger(NodeOptions.defaults(), 1);
    node.keepWords();
    node.tell(
        new Input.Asked(
            new Command.AddTorrent(
                Stranger.TORRENT,
                sample.metainfo(),
                TorrentOptions.in("x").withDiscovery(discovery))));
    return node;
  }

  /// One who speaks the extension, and listens on this port.
  private static int speaker(Stranger node, Sample sample, int port) {
    int conn = node.greet(sample.metainfo().info().hashes().primary());
    ExtensionHandshake hello =
        new ExtensionHandshake(
            Map.of(Extension.PEERS.key(), THEIR_ID), "", port, 0, 0, false, null);
    node.hear(conn, WireCodec.encodeExtended(new ExtensionMessage.Hello(hello), 0));
    return conn;
  }

  private static Message peers(String... added) {
    List<ExchangedPeer> all = new ArrayList<>();
    for (String one : added) {
      Endpoint endpoint = Endpoint.parse(one);
      if (endpoint != null) {
        all.add(new ExchangedPeer(endpoint, 0));
      }
    }
    return WireCodec.encodeExtended(
        new ExtensionMessage.Peers(all, List.of()), Extension.PEERS.id());
  }

  private static boolean offers(Stranger node, int conn) {
    for (Decoded said : node.said(conn)) {
      if (said instanceof Message.Extended extended
          && WireCodec.decodeExtended(extended)
              instanceof ExtensionMessage.Hello(ExtensionHandshake hello)) {
        return hello.ids().containsKey(Extension.PEERS.key());
      }
    }
    throw new AssertionError("no handshake of the extension protocol");
  }

  /// What was told on this connection, message by message.
  private static List<ExtensionMessage.Peers> told(Stranger node, int conn) {
    List<ExtensionMessage.Peers> told = new ArrayList<>();
    for (Decoded said : node.said(conn)) {
      if (said instanceof Message.Extended extended && extended.id() == THEIR_ID) {
        told.add(
            (ExtensionMessage.Peers)
                WireCodec.decodeExtended(
                    new Message.Extended(Extension.PEERS.id(), extended.payload())));
      }
    }
    return told;
  }

  @Test
  void itIsOfferedUnlessTheTorrentIsPrivateOrNobodyWantsIt() {
    assertThat(offered(sample(false), EXCHANGE)).isTrue();
    assertThat(offered(sample(true), EXCHANGE)).isFalse();
    assertThat(offered(sample(false), NOTHING)).isFalse();
  }

  private static boolean offered(Sample sample, Discovery discovery) {
    Stranger node = node(sample, discovery);
    return offers(node, speaker(node, sample, 1));
  }

  @Test
  void eachNeighbourIsToldWhatIsNewToItOnceAMinuteAndWhoIsGone() {
    Sample sample = sample(false);
    Stranger node = node(sample, EXCHANGE);
    int first = speaker(node, sample, 1001);
    int second = speaker(node, sample, 1002);
    node.pass(10 * SECOND);
    assertThat(told(node, first)).hasSize(1);
    assertThat(told(node, first).getFirst().added())
        .extracting(ExchangedPeer::endpoint)
        .containsExactly(new Endpoint(IpAddress.v4(0x0b00_0000 - second), 1002));
    speaker(node, sample, 1003);
    node.tell(new NetInput.Closed(second, "reset"));
    node.pass(40 * SECOND);
    assertThat(told(node, first)).as("within the minute").hasSize(1);
    node.pass(20 * SECOND);
    assertThat(told(node, first)).hasSize(2);
    assertThat(told(node, first).getLast().added())
        .extracting(peer -> peer.endpoint().port())
        .containsExactly(1003);
    assertThat(told(node, first).getLast().dropped())
        .extracting(Endpoint::port)
        .containsExactly(1002);
    node.pass(100 * SECOND);
    assertThat(told(node, first)).as("nothing new").hasSize(2);
  }

  @Test
  void whatAPeerTellsIsTriedOnceAndOnlyIfItCanBeThere() {
    Sample sample = sample(false);
    Stranger node = node(sample, EXCHANGE);
    int conn = speaker(node, sample, 1001);
    for (int i = 0; i < 5; i++) {
      node.hear(
          conn,
          peers("127.0.0.1:22", "10.0.0.1:80", "192.168.1.1:80", "198.51.100.7:6881", "[::1]:9"));
      node.pass(60 * SECOND);
    }
    assertThat(node.called()).containsExactly(Endpoint.parse("198.51.100.7:6881"));
    assertThat(node.closed(conn)).isFalse();
  }

  @Test
  void inAPrivateTorrentNobodyIsBelieved() {
    Sample sample = sample(true);
    Stranger node = node(sample, EXCHANGE);
    int conn = speaker(node, sample, 1001);
    node.hear(conn, peers("198.51.100.7:6881"));
    node.pass(60 * SECOND);
    assertThat(node.called()).isEmpty();
  }

  @Test
  void onceALinkHasTurnedOutPrivateNobodyIsBelieved() {
    Info info = sample(true).metainfo().info();
    Stranger node = link(info);
    int conn = knower(node, info);
    tellWhatItIs(node, conn, info);
    node.hear(conn, peers("198.51.100.7:6881"));
    node.pass(60 * SECOND);
    assertThat(node.called()).isEmpty();
  }

  @Test
  void whomItCallsWhenALinkTurnsOutPrivateItHangsUpOnAndForgets() {
    Info info = sample(true).metainfo().info();
    Stranger node = link(info);
    int conn = knower(node, info);
    node.letItRing();
    node.hear(conn, peers("198.51.100.7:6881"));
    node.pass(SECOND);
    assertThat(node.called()).hasSize(1);
    assertThat(node.closed(node.lastCall())).isFalse();
    tellWhatItIs(node, conn, info);
    assertThat(node.closed(node.lastCall())).isTrue();
    assertThat(node.closed(conn)).isFalse();
    node.pass(600 * SECOND);
    assertThat(node.called()).containsOnlyOnce(Endpoint.parse("198.51.100.7:6881"));
  }

  /// A node that has only a link.
  private static Stranger link(Info info) {
    Stranger node = new Stranger(NodeOptions.defaults(), 1);
    Magnet link = Magnet.of(info.hashes(), List.of());
    node.tell(
        new Input.Asked(
            new Command.AddMagnet(
                Stranger.TORRENT, link, TorrentOptions.in("x").withDiscovery(EXCHANGE))));
    return node;
  }

  /// One who knows what the torrent is, and who else is there.
  private static int knower(Stranger node, Info info) {
    int conn = node.greet(info.hashes().primary());
    Map<String, Integer> speaks =
        Map.of(Extension.PEERS.key(), THEIR_ID, Extension.METADATA.key(), THEIR_ID + 1);
    ExtensionHandshake hello = new ExtensionHandshake(speaks, "", 0, 0, info.size(), false, null);
    node.hear(conn, WireCodec.encodeExtended(new ExtensionMessage.Hello(hello), 0));
    node.pass(SECOND);
    return conn;
  }

  private static void tellWhatItIs(Stranger node, int conn, Info info) {
    ExtensionMessage metadata =
        new ExtensionMessage.MetadataPiece(0, info.size(), info.slice(0, info.size()));
    node.hear(conn, WireCodec.encodeExtended(metadata, Extension.METADATA.id()));
    node.pass(SECOND);
    assertThat(node.saw(Event.MetadataReceived.class)).isTrue();
  }

  @Test
  void aFloodEndsTheConversation() {
    Sample sample = sample(false);
    Stranger node = node(sample, EXCHANGE);
    int conn = speaker(node, sample, 1001);
    for (int i = 0; i < 10; i++) {
      node.hear(conn, peers("198.51.100." + (i + 1) + ":6881"));
    }
    assertThat(node.closed(conn)).isFalse();
    node.hear(conn, peers("198.51.100.99:6881"));
    assertThat(node.closed(conn)).isTrue();
    node.pass(60 * SECOND);
    assertThat(node.called())
        .filteredOn(called -> called.port() != 1001)
        .containsExactly(Endpoint.parse("198.51.100.1:6881"));
  }
}
