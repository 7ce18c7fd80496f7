package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.SeedGoal;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Input;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Message;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// For whom a finished download stays.
final class LingerTest {
  private static final long SECOND = World.SECOND;
  private static final int SIZE = 16 * 1024;

  private final Sample sample = Sample.of(1, SIZE, SIZE, TorrentVersion.V1);
  private final Stranger node = new Stranger(NodeOptions.defaults(), 1);

  private int greet(Message... messages) {
    Hash name = Objects.requireNonNull(sample.metainfo().info().hashes().v1());
    int conn = node.greet(name);
    for (Message message : messages) {
      node.hear(conn, message);
    }
    return conn;
  }

  /// Has it all from a seed, which leaves; another is there, who has nothing.
  private int complete() {
    TorrentOptions options = TorrentOptions.in("x").withGoal(SeedGoal.LINGER);
    node.tell(
        new Input.Asked(new Command.AddTorrent(Stranger.TORRENT, sample.metainfo(), options)));
    int other = greet(new Message.HaveNone());
    int seed = greet(new Message.HaveAll(), new Message.Unchoke());
    node.hear(seed, new Message.Piece(0, 0, ByteBuffer.wrap(sample.content())));
    node.pass(SECOND);
    assertThat(node.saw(Event.Completed.class)).isTrue();
    return other;
  }

  @Test
  void whoWantsNothingDoesNotHoldIt() {
    int other = complete();
    node.pass(3 * SECOND);
    assertThat(node.saw(Event.GoalReached.class)).as("it may still say what it wants").isFalse();
    node.hear(other, new Message.KeepAlive());
    node.pass(3 * SECOND);
    assertThat(node.saw(Event.GoalReached.class)).isTrue();
  }

  @Test
  void whoWantsSomethingHoldsItForAMinuteIfItTakesNothing() {
    int other = complete();
    node.hear(other, new Message.Interested());
    node.pass(50 * SECOND);
    assertThat(node.saw(Event.GoalReached.class)).isFalse();
    node.pass(12 * SECOND);
    assertThat(node.saw(Event.GoalReached.class)).isTrue();
  }
}
