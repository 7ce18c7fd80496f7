package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.edge.Input;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Message;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// What is found out about an attempt at a piece when another attempt has begun.
class LateVerdictTest {
  private static final int BLOCK = 16 * 1024;

  /// A piece fails and waits for the true hashes of its blocks; meanwhile all is checked anew, and
  /// the piece is fetched from the beginning. That nobody told the hashes spoils nothing of it.
  @Test
  void aVerdictOnAnAttemptBeforeARecheckTakesNoBlockOfTheNextOne() {
    Sample sample = Sample.of(1, 4 * BLOCK, 4 * BLOCK, TorrentVersion.V2);
    Stranger node = new Stranger(NodeOptions.defaults(), 1);
    node.keepWords();
    node.add(Stranger.TORRENT, sample, false);
    node.pass(World.SECOND);
    Hash name = sample.metainfo().info().hashes().wire().getFirst();
    int liar = seed(node, name);
    for (int block = 0; block < 4; block++) {
      node.hear(liar, new Message.Piece(0, block * BLOCK, ByteBuffer.allocate(BLOCK)));
    }
    node.pass(3 * World.SECOND);
    node.tell(new Input.Asked(new Command.Recheck(Stranger.TORRENT)));
    int honest = seed(node, name);
    node.hear(honest, piece(sample, 0));
    node.pass(3 * World.SECOND);
    for (int block = 1; block < 4; block++) {
      node.hear(honest, piece(sample, block));
    }
    assertThat(node.said(honest).stream().filter(Message.Request.class::isInstance)).hasSize(4);
    assertThat(node.said(honest)).contains(new Message.Have(0));
  }

  private static Message.Piece piece(Sample sample, int block) {
    return new Message.Piece(
        0, block * BLOCK, ByteBuffer.wrap(sample.content(), block * BLOCK, BLOCK).slice());
  }

  private static int seed(Stranger node, Hash name) {
    int conn = node.greet(name);
    node.hear(conn, new Message.HaveAll());
    node.hear(conn, new Message.Unchoke());
    node.pass(World.SECOND / 2);
    return conn;
  }
}
