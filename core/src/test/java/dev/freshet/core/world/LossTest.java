package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.api.Event;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Input;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Message;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Pieces that the disk has lost, and pieces that are not safe on it yet.
class LossTest {
  private static final int PIECE = 64 * 1024;
  private static final int PIECES = 40;

  private final Sample sample = Sample.of(1, PIECES * PIECE, PIECE, TorrentVersion.V1);

  private int give(Stranger node) {
    int conn = node.greet(sample.metainfo().info().hashes().wire().getFirst());
    node.hear(conn, new Message.HaveAll());
    node.hear(conn, new Message.Unchoke());
    node.pass(World.SECOND);
    return conn;
  }

  private List<Integer> verified(Stranger node) {
    return node.undone.stream()
        .filter(DiskEffect.Verify.class::isInstance)
        .map(effect -> ((DiskEffect.Verify) effect).piece())
        .toList();
  }

  @Test
  void whatIsLostIsHashedAgainAFewAtATimeAndFetchedIfItIsGone() {
    Stranger node = Stranger.seed(sample, 1);
    node.keepWords();
    node.pass(World.SECOND);
    node.diskWorks(false);
    node.tell(new DiskInput.Lost(Stranger.TORRENT, Bitfield.full(PIECES), "x is gone"));
    assertThat(node.saw(Event.DiskTrouble.class)).isTrue();
    node.pass(6 * World.SECOND);
    assertThat(verified(node)).hasSize(16).doesNotHaveDuplicates();
    for (int piece = 0; piece < PIECES; piece++) {
      node.tell(new DiskInput.Verified(Stranger.TORRENT, piece, piece > 0, null));
    }
    assertThat(verified(node)).hasSize(PIECES).doesNotHaveDuplicates();
    node.pass(10 * World.SECOND);
    assertThat(node.said(give(node)))
        .filteredOn(Message.Request.class::isInstance)
        .hasSize(PIECE / 16384)
        .allMatch(said -> ((Message.Request) said).piece() == 0);
  }

  @Test
  void itIsCompleteWhenAllOfItIsSafeOnDisk() {
    Sample small = Sample.of(1, 16_000, 16_384, TorrentVersion.V1);
    Stranger node = new Stranger(NodeOptions.defaults(), 1);
    node.add(Stranger.TORRENT, small, false);
    node.pass(World.SECOND);
    int conn = node.greet(small.metainfo().info().hashes().wire().getFirst());
    node.hear(conn, new Message.HaveAll());
    node.hear(conn, new Message.Unchoke());
    node.pass(World.SECOND);
    node.diskWorks(false);
    node.hear(conn, new Message.Piece(0, 0, ByteBuffer.wrap(small.content())));
    node.tell(new DiskInput.Written(Stranger.TORRENT, 0, 0, 16_000));
    node.tell(new DiskInput.Verified(Stranger.TORRENT, 0, true, null));
    DiskEffect commit = new DiskEffect.Commit(Stranger.TORRENT);
    assertThat(node.undone.getLast()).isEqualTo(commit);
    assertThat(node.saw(Event.Completed.class)).isFalse();
    node.tell(new DiskInput.Failed(Stranger.TORRENT, commit, DiskProblem.FULL, "no room"));
    assertThat(node.saw(Event.Completed.class)).isFalse();
    node.undone.clear();
    node.pass(10 * World.SECOND);
    assertThat(node.undone).contains(commit);
    node.tell(new DiskInput.Committed(Stranger.TORRENT));
    assertThat(node.saw(Event.Completed.class)).isTrue();
  }

  /// Who adds it again must not have its new files deleted by the old goodbye.
  @Test
  void aTorrentIsRemovedOnceTheDiskHasSaidSo() {
    Stranger node = Stranger.seed(sample, 1);
    node.pass(World.SECOND);
    node.diskWorks(false);
    node.tell(new Input.Asked(new Command.Remove(Stranger.TORRENT, true)));
    node.pass(60 * World.SECOND);
    assertThat(node.saw(Event.Removed.class)).isFalse();
    node.tell(new DiskInput.Closed(Stranger.TORRENT));
    assertThat(node.saw(Event.Removed.class)).isTrue();
  }

  @Test
  void whatCannotBeDeletedIsTold() {
    Stranger node = Stranger.seed(sample, 1);
    node.pass(World.SECOND);
    node.diskWorks(false);
    node.tell(new Input.Asked(new Command.Remove(Stranger.TORRENT, true)));
    DiskEffect close = new DiskEffect.Close(Stranger.TORRENT, true);
    node.tell(new DiskInput.Failed(Stranger.TORRENT, close, DiskProblem.DENIED, "cannot delete x"));
    node.tell(new DiskInput.Closed(Stranger.TORRENT));
    assertThat(node.saw(Event.DiskTrouble.class)).isTrue();
    assertThat(node.saw(Event.Removed.class)).isTrue();
  }
}
