package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What strangers may say to a node without harm.
class HostileTest {
  private static Sample sample(TorrentVersion version) {
    return Sample.of(1, 300_000, 64 * 1024, version);
  }

  private static Hash name(Sample sample) {
    return sample.metainfo().info().hashes().wire().getFirst();
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void noSequenceOfMessagesBreaksANode(TorrentVersion version) {
    Sample sample = sample(version);
    SplittableRandom random = new SplittableRandom(version.ordinal());
    for (boolean complete : new boolean[] {true, false}) {
      Stranger node = new Stranger(NodeOptions.defaults(), 1);
      if (complete) {
        node.disk.put(sample.content());
      }
      node.add(Stranger.TORRENT, sample, complete);
      int conn = node.greet(name(sample));
      for (int i = 0; i < 20_000; i++) {
        if (node.closed(conn)) {
          conn = node.greet(name(sample));
        }
        node.hear(conn, anything(random, sample));
        if (random.nextInt(10) == 0) {
          node.tell(new NetInput.Sent(conn, 100));
          node.pass(World.SECOND / 10);
        }
        if (random.nextInt(500) == 0) {
          node.tell(new NetInput.Closed(conn, "reset"));
          conn = node.greet(name(sample));
        }
      }
      assertThat(node.leases.held()).isZero();
    }
  }

  private static ByteBuffer anything(SplittableRandom random, Sample sample) {
    int length = random.nextInt(4) == 0 ? random.nextInt(70) : 0;
    int id = random.nextInt(25);
    byte[] body = new byte[length];
    random.nextBytes(body);
    int piece = random.nextInt(-1, sample.metainfo().info().geometry().pieceCount() + 1);
    int begin = 16 * 1024 * random.nextInt(4);
    if (length > 0 || id > 20) {
      return ByteBuffer.allocate(5 + length).putInt(1 + length).put((byte) id).put(body).flip();
    }
    return WireCodec.bytes(
        switch (id) {
          case 0 -> new Message.Choke();
          case 1, 2 -> new Message.Unchoke();
          case 3, 4 -> new Message.Interested();
          case 5 -> new Message.NotInterested();
          case 6, 7 -> new Message.Have(piece);
          case 8 -> new Message.HaveAll();
          case 9 -> new Message.HaveNone();
          case 10 -> new Message.HavePieces(new byte[] {(byte) random.nextInt(256)});
          case 11, 12 -> new Message.Request(piece, begin, 16 * 1024);
          case 13 -> new Message.Cancel(piece, begin, 16 * 1024);
          case 14 -> new Message.RejectRequest(piece, begin, 16 * 1024);
          case 15, 16 ->
              new Message.Piece(piece, begin, ByteBuffer.allocate(1 << random.nextInt(15)));
          case 17 -> new Message.AllowedFast(piece);
          case 18 -> new Message.SuggestPiece(piece);
          default -> new Message.KeepAlive();
        });
  }

  @Test
  void whoFloodsAndDoesNotReadCostsLittle() {
    Sample sample = sample(TorrentVersion.V1);
    Stranger node = Stranger.seed(sample, 2);
    int conn = node.greet(name(sample));
    for (int i = 0; i < 400_000 && !node.closed(conn); i++) {
      node.hear(conn, new Message.Request(0, 0, 16 * 1024));
    }
    assertThat(node.closed(conn)).isTrue();
    assertThat(node.unread()).isLessThan(3 << 20);
  }

  @Test
  void metadataIsNotQueuedWithoutEnd() {
    Sample sample = sample(TorrentVersion.V1);
    Stranger node = Stranger.seed(sample, 3);
    int conn = node.greet(name(sample));
    ByteBuffer hello = extended(0, "d1:md11:ut_metadatai3eee");
    node.hear(conn, hello);
    ByteBuffer ask = extended(metadataId(), "d8:msg_typei0e5:piecei0ee");
    for (int i = 0; i < 100_000 && !node.closed(conn); i++) {
      node.hear(conn, ask);
    }
    assertThat(node.closed(conn)).isTrue();
    assertThat(node.unread()).isLessThan(3 << 20);
  }

  private static int metadataId() {
    return Extension.METADATA.id();
  }

  private static ByteBuffer extended(int id, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.US_ASCII);
    return WireCodec.bytes(new Message.Extended(id, ByteBuffer.wrap(bytes)));
  }

  @Test
  void requestsThatWaitAreBounded() {
    Sample sample = sample(TorrentVersion.V1);
    Stranger node = Stranger.seed(sample, 4);
    int conn = node.greet(name(sample));
    node.hear(conn, new Message.Interested());
    node.pass(15 * World.SECOND);
    node.diskWorks(false);
    for (int i = 0; i < 3000; i++) {
      node.hear(conn, new Message.Request(i % 4, 0, 16 * 1024));
    }
    long reads = node.undone.stream().filter(e -> e instanceof DiskEffect.Read).count();
    assertThat(reads).isBetween(1L, 64L);
    // the rest was refused at once, 17 bytes each, but for those that wait
    assertThat(node.unread()).isGreaterThan(17L * (3000 - PeerSession.MAX_REQUESTS - 64 * 8));
  }

  @Test
  void aRequestTakenBackIsAnsweredWithANo() {
    Sample sample = sample(TorrentVersion.V1);
    Stranger node = Stranger.seed(sample, 5);
    int conn = node.greet(name(sample));
    node.hear(conn, new Message.Interested());
    node.pass(15 * World.SECOND);
    node.diskWorks(false);
    for (int i = 0; i < 100; i++) {
      node.hear(conn, new Message.Request(i % 4, 0, 16 * 1024));
    }
    long before = node.unread();
    node.hear(conn, new Message.Cancel(3, 0, 16 * 1024));
    assertThat(node.unread() - before).isEqualTo(17);
  }

  @Test
  void whoSaysNothingInTheLobbyIsShownOut() {
    Sample sample = sample(TorrentVersion.HYBRID);
    Stranger node = Stranger.seed(sample, 6);
    List<Integer> slow = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      int conn = node.connect();
      node.hear(conn, ByteBuffer.wrap(new byte[] {19, 'B'}));
      slow.add(conn);
    }
    node.pass(12 * World.SECOND);
    assertThat(slow).allMatch(node::closed);
    assertThat(node.closed(node.greet(name(sample)))).isFalse();
  }

  @Test
  void oneMachineThatCallsAllTheTimeAndSaysNothingKeepsNobodyOut() {
    Sample sample = sample(TorrentVersion.V1);
    Stranger node = new Stranger(NodeOptions.defaults(), 8);
    node.add(Stranger.TORRENT, sample, false);
    IpAddress machine = IpAddress.v4(0x0c00_0001);
    Endpoint peer = new Endpoint(IpAddress.v4(0x0d00_0001), 6881);
    Endpoint caller = new Endpoint(IpAddress.v4(0x0d00_0002), 4000);
    List<Integer> silent = new ArrayList<>();
    int slow = 0;
    for (int tick = 0; tick < 300; tick++) {
      for (int i = 0; i < 40; i++) {
        silent.add(node.connect(new Endpoint(machine, 1024 + silent.size())));
      }
      switch (tick) {
        case 200 -> node.tell(asked(new Command.AddPeers(Stranger.TORRENT, List.of(peer))));
        case 220 -> slow = node.connect(caller);
        // two seconds later, when 800 more have called
        case 240 -> node.greet(slow, name(sample), 9);
        default -> {}
      }
      node.pass(World.SECOND / 10);
    }
    assertThat(node.called()).as("whom we call").contains(peer);
    assertThat(node.closed(slow)).as("who comes").isFalse();
    long waiting = silent.stream().filter(conn -> !node.closed(conn)).count();
    assertThat(waiting).isBetween(1L, 500L / 4);
  }

  private static Input asked(Command command) {
    return new Input.Asked(command);
  }

  @Test
  void aTorrentThatLeavesGivesItsWriteBudgetBack() {
    Sample sample = sample(TorrentVersion.V1);
    Sample other = Sample.of(2, 300_000, 64 * 1024, TorrentVersion.V1);
    var options = new NodeOptions(0, RateLimits.NONE, 100, 50, 10, 4, 20_000, Encryption.ALLOWED);
    Stranger node = new Stranger(options, 7);
    node.add(Stranger.TORRENT, sample, false);
    node.add(2, other, false);
    node.diskWorks(false);
    give(node, sample);
    assertThat(node.undone.stream().filter(e -> e instanceof DiskEffect.Write).count())
        .isPositive();
    node.tell(new Input.Asked(new Command.Remove(Stranger.TORRENT, false)));
    node.pass(6 * World.SECOND);
    node.undone.clear();
    give(node, other);
    assertThat(node.undone.stream().filter(e -> e instanceof DiskEffect.Write).count())
        .isPositive();
  }

  /// A seed comes and sends every block, as it is asked for or not.
  private static void give(Stranger node, Sample sample) {
    int conn = node.greet(name(sample));
    node.hear(conn, new Message.HaveAll());
    node.hear(conn, new Message.Unchoke());
    node.pass(World.SECOND);
    for (int at = 0; at + 16 * 1024 <= 256 * 1024; at += 16 * 1024) {
      node.hear(
          conn,
          new Message.Piece(
              at / (64 * 1024),
              at % (64 * 1024),
              ByteBuffer.wrap(sample.content(), at, 16 * 1024).slice()));
    }
  }
}
