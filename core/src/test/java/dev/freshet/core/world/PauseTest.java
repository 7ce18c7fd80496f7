package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Input;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.core.world.World.Link;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Leaving a swarm for a while says nothing of those who are left.
final class PauseTest {
  private static final int TORRENT = 7;
  private static final long SECOND = World.SECOND;

  private final World world = new World(1);
  private final Sample sample = Sample.of(1, 8_000_000, 32 * 1024, TorrentVersion.V1);

  private Participant join(TorrentOptions options) {
    Participant participant = world.join(Link.of(100_000));
    participant.ask(new Command.AddTorrent(TORRENT, sample.metainfo(), options));
    return participant;
  }

  private Participant[] pair() {
    Participant seed = world.join(Link.of(100_000));
    seed.disk().put(sample.content());
    TorrentOptions trusted = TorrentOptions.in("x").withTrusted(true);
    seed.ask(new Command.AddTorrent(TORRENT, sample.metainfo(), trusted));
    Participant leech = join(TorrentOptions.in("x").withPeers(List.of(seed.endpoint())));
    assertThat(world.run(5 * SECOND, () -> leech.connected() == 1)).isTrue();
    return new Participant[] {seed, leech};
  }

  @Test
  void whoComesBackCallsItsPeersAtOnceHoweverOften() {
    Participant leech = pair()[1];
    for (int i = 0; i < 6; i++) {
      leech.ask(new Command.Pause(TORRENT));
      assertThat(world.run(2 * SECOND, () -> leech.connected() == 0)).isTrue();
      leech.ask(new Command.Resume(TORRENT));
      assertThat(world.run(2 * SECOND, () -> leech.connected() == 1)).as("time " + i).isTrue();
    }
  }

  @Test
  void afterACheckItsPeersAreCalledAtOnce() {
    Participant leech = pair()[1];
    for (int i = 0; i < 3; i++) {
      leech.ask(new Command.Recheck(TORRENT));
      assertThat(world.run(2 * SECOND, () -> leech.connected() == 0)).isTrue();
      assertThat(world.run(4 * SECOND, () -> leech.connected() == 1)).as("time " + i).isTrue();
    }
  }

  /// A call that nobody has taken yet is no failure of the peer's if we give it up ourselves.
  @Test
  void whoIsBeingCalledWhenWeLeaveIsCalledAgain() {
    Endpoint peer = Objects.requireNonNull(Endpoint.parse("192.0.2.1:6881"));
    Stranger node = new Stranger(NodeOptions.defaults().withEncryption(Encryption.OFF), 1);
    node.letItRing();
    TorrentOptions options = TorrentOptions.in("x").withPeers(List.of(peer));
    node.tell(
        new Input.Asked(new Command.AddTorrent(Stranger.TORRENT, sample.metainfo(), options)));
    node.pass(SECOND);
    for (int i = 0; i < 10; i++) {
      node.tell(new Input.Asked(new Command.Pause(Stranger.TORRENT)));
      int before = node.lastCall();
      node.tell(new Input.Asked(new Command.Resume(Stranger.TORRENT)));
      node.pass(2 * SECOND);
      assertThat(node.lastCall()).as("call " + i).isNotEqualTo(before);
    }
  }
}
