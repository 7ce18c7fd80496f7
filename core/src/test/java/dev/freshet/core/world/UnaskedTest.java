package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.PeerStatus;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Blocks that nobody asked for.
class UnaskedTest {
  private static final int PIECE = 256 * 1024;
  private static final int PIECES = 16;

  private final Sample sample = Sample.of(3, PIECES * PIECE, PIECE, TorrentVersion.V1);
  private final Hash name = sample.metainfo().info().hashes().primary();

  private void give(Stranger node, int conn, Message.Request asked) {
    int from = asked.piece() * PIECE + asked.begin();
    ByteBuffer bytes = ByteBuffer.wrap(sample.content(), from, asked.length()).slice();
    node.hear(conn, new Message.Piece(asked.piece(), asked.begin(), bytes));
  }

  private static List<Message.Request> asked(Stranger node, int conn) {
    List<Message.Request> asked = new ArrayList<>();
    for (Decoded said : node.said(conn)) {
      if (said instanceof Message.Request request) {
        asked.add(request);
      }
    }
    return asked;
  }

  private static boolean unchoked(Stranger node, int conn) {
    boolean on = false;
    for (Decoded said : node.said(conn)) {
      on = said instanceof Message.Unchoke || (on && !(said instanceof Message.Choke));
    }
    return on;
  }

  /// One slot, one who gives a block a second and one who sends three that nobody wants, and twenty
  /// who would have the slot too. The cheat gets no more of it than one of them.
  @Test
  void theyBuyNoSlot() {
    Stranger node =
        new Stranger(
            new NodeOptions(0, RateLimits.NONE, 500, 80, 32, 1, 32 << 20, Encryption.ALLOWED), 3);
    node.keepWords();
    node.add(Stranger.TORRENT, sample, false);
    int cheat = node.greet(name);
    int giver = node.greet(name);
    List<Integer> all = new ArrayList<>(List.of(cheat, giver));
    while (all.size() < 22) {
      all.add(node.greet(name));
    }
    all.forEach(conn -> node.hear(conn, new Message.Interested()));
    node.hear(giver, new Message.HavePieces(new byte[] {(byte) 0xff, (byte) 0xfe}));
    node.hear(giver, new Message.Unchoke());
    int[] has = new int[all.size()];
    for (int second = 0; second < 150; second++) {
      List<Message.Request> asked = asked(node, giver);
      assertThat(asked).hasSizeGreaterThan(second);
      give(node, giver, asked.get(second));
      for (int i = 0; i < 3; i++) {
        node.hear(cheat, new Message.Piece(PIECES - 1, 0, ByteBuffer.allocate(Geometry.BLOCK)));
      }
      node.pass(SECOND);
      if (second >= 30) {
        for (int i = 0; i < has.length; i++) {
          has[i] += unchoked(node, all.get(i)) ? 1 : 0;
        }
      }
    }
    assertThat(has[1]).as("who gives").isEqualTo(120);
    int luckiest = Arrays.stream(has).skip(2).max().orElseThrow();
    assertThat(has[0]).as("who sends what nobody wants").isLessThanOrEqualTo(luckiest);
  }

  /// A block that we waited for no longer is still what we asked for.
  @Test
  void whatComesLateWasAskedFor() {
    Stranger node = new Stranger(NodeOptions.defaults(), 4);
    node.keepWords();
    node.add(Stranger.TORRENT, sample, false);
    int slow = node.greet(name);
    node.hear(slow, new Message.HaveAll());
    node.hear(slow, new Message.Unchoke());
    node.pass(120 * SECOND);
    Message.Request first = asked(node, slow).getFirst();
    give(node, slow, first);
    give(node, slow, first);
    node.pass(SECOND);
    assertThat(node.status().peers())
        .extracting(PeerStatus::downloaded)
        .containsExactly((long) Geometry.BLOCK);
  }

  /// Of a peer that has most and gives nothing nobody waits for ever, whatever it sends instead.
  @Test
  void theyKeepNobodyFromAServer() {
    Metainfo metainfo = served();
    Stranger node = new Stranger(NodeOptions.defaults(), 1);
    node.tell(
        new Input.Asked(
            new Command.AddTorrent(Stranger.TORRENT, metainfo, TorrentOptions.in("x"))));
    int liar = node.greet(name);
    node.hear(liar, new Message.HavePieces(new byte[] {0x7f, (byte) 0xff}));
    int bytes = 0;
    for (int tenth = 0; tenth < 6000; tenth++) {
      if (tenth % 50 == 0) {
        node.hear(liar, new Message.Piece(1, 0, ByteBuffer.allocate(1)));
        node.hear(liar, new Message.Piece(1, 0, ByteBuffer.allocate(Geometry.BLOCK)));
      }
      node.pass(SECOND / 10);
      bytes += serve(node);
    }
    assertThat(bytes).isEqualTo(sample.content().length);
  }

  private Metainfo served() {
    Metainfo plain = sample.metainfo();
    List<String> servers = List.of("http://198.51.100.1/sample.bin");
    return new Metainfo(plain.info(), plain.layers(), List.of(), servers, List.of(), null, null, 0);
  }

  /// The server answers what it was asked; how many bytes.
  private int serve(Stranger node) {
    int bytes = 0;
    List<NetEffect.FetchRange> ranges = List.copyOf(node.ranges);
    node.ranges.clear();
    for (NetEffect.FetchRange range : ranges) {
      int from = (int) range.begin();
      byte[] part = Arrays.copyOfRange(sample.content(), from, from + (int) range.length());
      bytes += part.length;
      node.tell(new NetInput.RangeReceived(range.request(), node.leases.of(part)));
      node.tell(new NetInput.RangeEnded(range.request()));
    }
    return bytes;
  }
}
