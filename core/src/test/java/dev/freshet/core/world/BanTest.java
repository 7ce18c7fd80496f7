package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.edge.Input;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who is banned stays away.
class BanTest {
  private static final int LENGTH = 300_000;
  private static final int PIECE = 64 * 1024;
  private static final int BLOCK = 16 * 1024;

  private final Sample sample = Sample.of(1, LENGTH, PIECE, TorrentVersion.V1);
  private final Hash name = sample.metainfo().info().hashes().primary();
  private final IpAddress machine = IpAddress.v4(0x0c00_0001);

  /// A peer comes and gives nothing but wrong bytes; the connection.
  private int corrupt(Stranger node, int number) {
    int liar = node.greet(new Endpoint(machine, 40_000 + number), name, 100 + number);
    if (node.closed(liar)) {
      return liar;
    }
    node.hear(liar, new Message.HaveAll());
    node.hear(liar, new Message.Unchoke());
    node.pass(SECOND);
    for (int at = 0; at < LENGTH && !node.closed(liar); at += BLOCK) {
      ByteBuffer zeros = ByteBuffer.allocate(Math.min(BLOCK, LENGTH - at));
      node.hear(liar, new Message.Piece(at / PIECE, at % PIECE, zeros));
    }
    node.pass(SECOND);
    return liar;
  }

  private static long bans(Stranger node) {
    return node.count(Event.PeerBanned.class);
  }

  @Test
  void whoeverIsBannedDoesNotComeBackFromOnePortAfterTheOther() {
    Stranger node = new Stranger(NodeOptions.defaults(), 2);
    node.add(Stranger.TORRENT, sample, false);
    for (int i = 0; i < 20; i++) {
      assertThat(node.closed(corrupt(node, i))).isTrue();
    }
    assertThat(bans(node)).isEqualTo(3);
    node.tell(
        new Input.Asked(
            new Command.AddPeers(Stranger.TORRENT, List.of(new Endpoint(machine, 6881)))));
    node.pass(60 * SECOND);
    assertThat(node.called()).isEmpty();
  }

  @Test
  void whoSharesAnAddressWithOneWhoIsBannedIsHeard() {
    Stranger node = new Stranger(NodeOptions.defaults(), 3);
    node.add(Stranger.TORRENT, sample, false);
    assertThat(node.closed(corrupt(node, 1))).isTrue();
    assertThat(bans(node)).isEqualTo(1);
    assertThat(node.closed(node.greet(new Endpoint(machine, 5000), name, 7))).isFalse();
  }

  @Test
  void forWhoIsBannedNobodyMakesRoom() {
    Stranger node = new Stranger(NodeOptions.defaults().withConnectionsPerTorrent(6), 4);
    node.add(Stranger.TORRENT, sample, false);
    for (int i = 0; i < 3; i++) {
      corrupt(node, i);
    }
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      others.add(node.greet(name));
    }
    for (int i = 3; i < 30; i++) {
      assertThat(node.closed(corrupt(node, i))).isTrue();
    }
    assertThat(others).noneMatch(node::closed);
  }
}
