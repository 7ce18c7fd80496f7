package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Message;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// Requests that were taken back, and what is heard of them later.
class TakenBackTest {
  private static final int BLOCK = 16 * 1024;
  private static final int LAST = 3 * BLOCK;

  /// Two are asked for the last blocks, one sends a block, and the disk refuses it: the other, who
  /// was told not to send it, is asked again. His no to the first request is none to the second.
  @Test
  void theNoToARequestTakenBackIsNoneToTheNextOne() {
    Sample sample = Sample.of(1, 4 * BLOCK, 4 * BLOCK, TorrentVersion.V1);
    Stranger node = new Stranger(NodeOptions.defaults(), 1);
    node.keepWords();
    node.add(Stranger.TORRENT, sample, false);
    node.pass(World.SECOND);
    Hash name = sample.metainfo().info().hashes().wire().getFirst();
    int one = seed(node, name);
    int other = seed(node, name);
    node.diskWorks(false);
    Message.Request block = new Message.Request(0, LAST, BLOCK);
    assertThat(node.said(other)).contains(block);

    node.hear(
        one, new Message.Piece(0, LAST, ByteBuffer.wrap(sample.content(), LAST, BLOCK).slice()));
    assertThat(node.said(other)).contains(new Message.Cancel(0, LAST, BLOCK));
    DiskEffect write = node.undone.getLast();
    node.tell(new DiskInput.Failed(Stranger.TORRENT, write, DiskProblem.FULL, "no room"));
    for (int i = 0; i < 100 && asks(node, other, block) < 2; i++) {
      node.pass(World.SECOND / 10);
    }
    assertThat(asked(node, other)).isEqualTo(4);
    node.hear(other, new Message.RejectRequest(0, LAST, BLOCK));
    node.tell(new NetInput.Closed(one, "gone"));
    node.pass(90 * World.SECOND);
    assertThat(asked(node, other)).as("asked again when overdue").isGreaterThan(4);
  }

  private static int seed(Stranger node, Hash name) {
    int conn = node.greet(name);
    node.hear(conn, new Message.HaveAll());
    node.hear(conn, new Message.Unchoke());
    node.pass(World.SECOND);
    return conn;
  }

  private static long asks(Stranger node, int conn, Message.Request block) {
    return node.said(conn).stream().filter(block::equals).count();
  }

  private static long asked(Stranger node, int conn) {
    return node.said(conn).stream().filter(Message.Request.class::isInstance).count();
  }
}
