package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nodes that encrypt, or do not, and what becomes of it between them.
class EncryptionTest {
  private static final long UP = 1_000_000;

  private static Participant node(World world, Encryption mode) {
    return world
        .join(World.Link.of(UP))
        .with(
            NodeOptions.defaults().withEncryption(mode),
            new SplittableRandom(world.random().nextLong()))
        .unwatched();
  }

  private static void add(
      Participant to, int torrent, Sample sample, boolean seed, List<Endpoint> peers) {
    to.ask(
        new Command.AddTorrent(
            torrent,
            sample.metainfo(),
            TorrentOptions.in("data" + torrent).withTrusted(seed).withPeers(peers)));
  }

  private static boolean fetched(Encryption caller, Encryption listener, long seconds) {
    World world = new World(1);
    Sample sample = Sample.of(1, 300_000, 32 * 1024, TorrentVersion.HYBRID);
    Sample other = Sample.of(2, 100_000, 32 * 1024, TorrentVersion.V1);
    Participant seed = node(world, listener);
    seed.disk().put(sample.content());
    add(seed, 1, sample, true, List.of());
    add(seed, 2, other, false, List.of());
    Participant leech = node(world, caller);
    add(leech, 1, sample, false, List.of(seed.endpoint()));
    boolean complete = world.run(seconds * SECOND, leech::complete);
    if (complete) {
      assertThat(leech.disk().bytes(1)).isEqualTo(sample.content());
    }
    return complete;
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, OFF",
    "OFF, ALLOWED",
    "OFF, PREFERRED",
    "ALLOWED, OFF",
    "ALLOWED, ALLOWED",
    "ALLOWED, PREFERRED",
    "PREFERRED, ALLOWED",
    "PREFERRED, PREFERRED",
    "PREFERRED, REQUIRED",
    "REQUIRED, ALLOWED",
    "REQUIRED, PREFERRED",
    "REQUIRED, REQUIRED"
  })
  void thoseWhoAgreeTalkAtOnce(Encryption caller, Encryption listener) {
    assertThat(fetched(caller, listener, 5)).isTrue();
  }

  @Test
  void aTorrentIsStillKnownToThoseWhoEncryptWhenItsTwinHasGone() {
    World world = new World(2);
    Sample sample = Sample.of(1, 300_000, 32 * 1024, TorrentVersion.HYBRID);
    Participant seed = node(world, Encryption.ALLOWED);
    seed.disk().put(sample.content());
    add(seed, 1, sample, true, List.of());
    add(seed, 2, sample, true, List.of());
    seed.ask(new Command.Remove(1, false));
    world.run(10 * SECOND, () -> false);
    Participant leech = node(world, Encryption.REQUIRED);
    add(leech, 1, sample, false, List.of(seed.endpoint()));
    assertThat(world.run(5 * SECOND, leech::complete)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"ALLOWED, REQUIRED", "PREFERRED, OFF"})
  void whoIsHungUpOnCallsTheOtherWay(Encryption caller, Encryption listener) {
    assertThat(fetched(caller, listener, 12)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"OFF, REQUIRED", "REQUIRED, OFF"})
  void thoseWhoDoNotAgreeNeverTalk(Encryption caller, Encryption listener) {
    assertThat(fetched(caller, listener, 600)).isFalse();
  }
}
