package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Discovery;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A machine that gets another address, or has none for a while, is soon where it was in the swarm,
/// though the tracker is not to be asked again for half an hour.
final class MoveTest {
  private static final int TORRENT = 7;
  private static final long MINUTE = 60 * SECOND;
  private static final Endpoint ELSEWHERE = new Endpoint(IpAddress.v4(0x0a01_0001), 6881);

  private final World world = new World(1);
  private final Sample sample = Sample.of(1, 4_000_000, 32 * 1024, TorrentVersion.V1);

  private Participant join(boolean seed) {
    Participant one = world.join(World.Link.of(100_000)).unwatched();
    NodeOptions watching =
        NodeOptions.defaults().withEncryption(Encryption.OFF).withWatchAddresses(true);
    one.with(watching, new SplittableRandom(one.endpoint().ip().low()));
    if (seed) {
      one.disk().put(sample.content());
    }
    TorrentOptions options =
        TorrentOptions.in("x")
            .withTrusted(seed)
            .withExtraTrackers(List.of(Tracker.URL))
            .withDiscovery(new Discovery(false, false));
    one.ask(new Command.AddTorrent(TORRENT, sample.metainfo(), options));
    return one;
  }

  /// Whenever it was to ask the tracker next.
  @ParameterizedTest
  @ValueSource(ints = {121, 128, 135, 142})
  void aSeedThatHasMovedIsFoundWhereItIs(int minutes) {
    Participant seed = join(true);
    world.run(minutes * MINUTE, () -> false);
    seed.move(ELSEWHERE);
    Participant leech = join(false);
    assertThat(world.run(MINUTE, () -> leech.connected() == 1)).isTrue();
  }

  @Test
  void aSeedThatMovesWhileItGivesGoesOnGiving() {
    Participant seed = join(true);
    Participant leech = join(false);
    assertThat(world.run(MINUTE, () -> leech.saw(Event.PieceCompleted.class))).isTrue();
    seed.move(ELSEWHERE);
    // 40 s for the bytes themselves
    assertThat(world.run(2 * MINUTE, leech::complete)).isTrue();
  }

  @Test
  void whoHadNoNetworkGoesOnWhenItHasOneAgain() {
    join(true);
    Participant leech = join(false);
    assertThat(world.run(MINUTE, () -> leech.connected() == 1)).isTrue();
    Endpoint home = leech.endpoint();
    leech.move(null);
    assertThat(world.run(2 * MINUTE, () -> leech.connected() == 0)).isTrue();
    world.run(180 * MINUTE, () -> false);
    leech.move(home);
    assertThat(world.run(MINUTE, () -> Objects.requireNonNull(leech.last()).connected() == 1))
        .isTrue();
  }
}
