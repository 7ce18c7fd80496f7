package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Handshake;
import dev.freshet.protocol.wire.Message;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What whoever has nothing says of it. rTorrent takes a conversation for begun once it has heard a
/// message behind the handshakes, and hangs up if none comes.
final class FirstWordTest {
  private final Sample sample = Sample.of(1, 20 * 16_384, 16_384, TorrentVersion.V1);
  private final Stranger node = new Stranger(NodeOptions.defaults(), 1);
  private final Hash name = Objects.requireNonNull(sample.metainfo().info().hashes().v1());

  FirstWordTest() {
    node.keepWords();
    node.add(Stranger.TORRENT, sample, false);
  }

  @Test
  void whoKnowsTheWordForItIsTold() {
    int conn = node.greet(name);
    assertThat(node.said(conn)).contains(new Message.HaveNone());
  }

  @Test
  void whoDoesNotHearsSomethingAllTheSame() {
    int conn = node.connect();
    node.greet(conn, name, conn, Handshake.EXTENSIONS);
    assertThat(node.said(conn)).contains(new Message.KeepAlive());
  }
}
