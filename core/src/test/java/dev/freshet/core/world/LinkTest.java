package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.world.World.Link;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What becomes of a torrent that begins with a magnet link.
final class LinkTest {
  private static final int TORRENT = 7;

  private final World world = new World(1);

  private Participant seed(Sample sample) {
    Participant seed = world.join(Link.of(200_000));
    seed.disk().put(sample.content());
    TorrentOptions trusted = TorrentOptions.in("x").withTrusted(true);
    seed.ask(new Command.AddTorrent(TORRENT, sample.metainfo(), trusted));
    return seed;
  }

  private Participant leech(InfoHashes hashes, Participant seed) {
    Participant leech = world.join(Link.of(200_000));
    Magnet link = Magnet.of(hashes, List.of(seed.endpoint()));
    leech.ask(new Command.AddMagnet(TORRENT, link, TorrentOptions.in("x")));
    return leech;
  }

  private static Phase phase(Participant participant) {
    return Objects.requireNonNull(participant.last()).phase();
  }

  @Test
  void theStatusTellsAllInfoHashesOnceTheyAreKnown() {
    Sample sample = Sample.of(1, 300_000, 32 * 1024, TorrentVersion.HYBRID);
    InfoHashes all = sample.metainfo().info().hashes();
    Participant leech = leech(new InfoHashes(null, all.v2()), seed(sample));
    assertThat(world.run(30 * SECOND, leech::complete)).isTrue();
    assertThat(Objects.requireNonNull(leech.last()).hashes()).isEqualTo(all);
  }

  @Test
  void whatIsPausedWhileItLearnsTheHashesOfPiecesSaysSo() {
    Sample sample = Sample.of(1, 300_000, 32 * 1024, TorrentVersion.V2);
    Participant leech = leech(sample.metainfo().info().hashes(), seed(sample));
    assertThat(world.run(30 * SECOND, () -> leech.saw(Event.MetadataReceived.class))).isTrue();
    leech.ask(new Command.Pause(TORRENT));
    assertThat(world.run(3 * SECOND, () -> phase(leech) == Phase.PAUSED)).isTrue();
    leech.ask(new Command.Resume(TORRENT));
    assertThat(world.run(30 * SECOND, leech::complete)).isTrue();
  }
}
