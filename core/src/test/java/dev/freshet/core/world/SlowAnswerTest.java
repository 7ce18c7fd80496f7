package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Message;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// What a disk that takes its time does to those who are innocent of it.
class SlowAnswerTest {
  @Test
  void theAnswerToAnOldCheckIsNotHeldAgainstWhoSentThePieceAgain() {
    Sample sample = Sample.of(1, 16 * 1024, 16 * 1024, TorrentVersion.V1);
    Stranger node = new Stranger(NodeOptions.defaults(), 1);
    node.add(Stranger.TORRENT, sample, false);
    node.diskWorks(false);
    int conn = node.greet(sample.metainfo().info().hashes().wire().getFirst());
    node.hear(conn, new Message.HaveAll());
    node.hear(conn, new Message.Unchoke());
    node.pass(World.SECOND);

    DiskEffect first = give(node, conn, sample);
    node.tell(new DiskInput.Failed(Stranger.TORRENT, first, DiskProblem.FULL, "no room"));
    node.pass(10 * World.SECOND);
    DiskEffect again = give(node, conn, sample);
    assertThat(again).isNotEqualTo(first);

    node.tell(new DiskInput.Verified(Stranger.TORRENT, 0, false, new byte[32]));
    assertThat(node.closed(conn)).isFalse();
    node.tell(new DiskInput.Written(Stranger.TORRENT, 0, 0, 16 * 1024));
    node.tell(new DiskInput.Verified(Stranger.TORRENT, 0, false, new byte[32]));
    assertThat(node.closed(conn)).isTrue();
  }

  /// The peer sends the only block; the write that comes of it.
  private static DiskEffect give(Stranger node, int conn, Sample sample) {
    node.undone.clear();
    node.hear(conn, new Message.Piece(0, 0, ByteBuffer.wrap(sample.content())));
    assertThat(node.undone).hasSize(2);
    assertThat(node.undone.getLast()).isInstanceOf(DiskEffect.Verify.class);
    return node.undone.getFirst();
  }
}
