package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that find each other in more than one way.
class CrossingTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void twoThatCallEachOtherAtOnceKeepOneConnection(long seed) {
    World world = new World(seed, new Hardship(true, SECOND / 20));
    Sample sample = Sample.of(seed, 200_000, 32 * 1024, TorrentVersion.HYBRID);
    Participant one = world.join(World.Link.of(20_000));
    Participant two = world.join(World.Link.of(20_000));
    one.disk().put(sample.content());
    meet(one, sample, one.endpoint(), two.endpoint());
    meet(two, sample, one.endpoint(), two.endpoint());
    world.run(3 * SECOND, () -> false);
    assertThat(one.connected()).isEqualTo(1);
    assertThat(two.connected()).isEqualTo(1);
    assertThat(world.run(60 * SECOND, two::complete)).isTrue();
    assertThat(two.disk().bytes(1)).isEqualTo(sample.content());
  }

  /// Both know both addresses, their own too, as a tracker tells them.
  private static void meet(Participant who, Sample sample, Endpoint one, Endpoint two) {
    who.ask(
        new Command.AddTorrent(
            1, sample.metainfo(), TorrentOptions.in("data").withPeers(List.of(one, two))));
  }
}
