package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Who is told at once that we have a piece, and who with the next word.
final class HaveTest {
  private static final int SIZE = 16 * 1024;
  private static final int SLOTS = NodeOptions.defaults().uploadSlots();

  private final Sample sample = Sample.of(1, 20 * SIZE, SIZE, TorrentVersion.V1);
  private final Stranger node = new Stranger(NodeOptions.defaults(), 1);
  private final Hash name = Objects.requireNonNull(sample.metainfo().info().hashes().v1());
  private final List<Integer> crowd = new ArrayList<>();
  private final int seed;

  /// A node that asks a seed, and a crowd of neighbours that want something of it.
  HaveTest() {
    node.keepWords();
    node.add(Stranger.TORRENT, sample, false);
    seed = node.greet(name);
    node.hear(seed, new Message.HaveAll());
    node.hear(seed, new Message.Unchoke());
    for (int i = 0; i < 2 * SLOTS; i++) {
      int conn = node.greet(name);
      crowd.add(conn);
      node.hear(conn, new Message.HaveNone());
      node.hear(conn, new Message.Interested());
    }
    node.pass(World.SECOND / 2);
  }

  private void give(int piece) {
    node.hear(
        seed,
        new Message.Piece(piece, 0, ByteBuffer.wrap(sample.content(), piece * SIZE, SIZE).slice()));
  }

  /// How many of the crowd have been told of this piece.
  private long told(int piece) {
    return crowd.stream().filter(conn -> node.said(conn).contains(new Message.Have(piece))).count();
  }

  @Test
  void whomWeChokeIsToldASecondLater() {
    give(0);
    assertThat(told(0)).as("who may ask us").isEqualTo(SLOTS + 1);
    node.pass(World.SECOND / 5);
    assertThat(told(0)).isEqualTo(SLOTS + 1);
    node.pass(World.SECOND);
    assertThat(told(0)).isEqualTo(crowd.size());
  }

  @Test
  void whatNobodyNearHasIsToldAtOnce() {
    node.diskWorks(false);
    give(0);
    node.tell(new NetInput.Closed(seed, "gone"));
    node.diskWorks(true);
    node.undone.forEach(late -> node.disk.perform(late, node::tell));
    assertThat(told(0)).isEqualTo(crowd.size());
  }

  @Test
  void whatIsToWaitGoesInFrontOfTheNextWord() {
    give(0);
    int late =
        crowd.stream()
            .filter(conn -> !node.said(conn).contains(new Message.Have(0)))
            .findFirst()
            .orElseThrow();
    int before = node.said(late).size();
    node.hear(late, new Message.Request(0, 0, SIZE));
    List<Decoded> news = node.said(late).subList(before, node.said(late).size());
    assertThat(news).containsExactly(new Message.Have(0), new Message.RejectRequest(0, 0, SIZE));
  }
}
