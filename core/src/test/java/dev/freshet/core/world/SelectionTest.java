package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.FileSelection;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.world.World.Link;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Torrents of which some files are wanted.
final class SelectionTest {
  private static final int TORRENT = 7;
  private static final long SECOND = 1_000_000_000L;
  private static final long MB = 1_000_000;
  private static final int PIECE = 32 * 1024;

  private final World world = new World(1);

  private static Sample sample(TorrentVersion version) {
    return Sample.of(1, List.of(200_000, 300_000, 1_000, 400_000), PIECE, version);
  }

  private static FileSelection numbers(String text) {
    return FileSelection.parse(List.of(text));
  }

  private Participant seed(Sample sample, boolean superSeed) {
    Participant seed = world.join(Link.of(MB));
    seed.disk().put(sample.content());
    seed.ask(
        new Command.AddTorrent(
            TORRENT,
            sample.metainfo(),
            TorrentOptions.in("data").withSuperSeed(superSeed).withTrusted(true)));
    return seed;
  }

  private Participant leech(Sample sample, FileSelection files, Endpoint... peers) {
    Participant leech = world.join(Link.of(MB));
    leech.ask(
        new Command.AddTorrent(
            TORRENT,
            sample.metainfo(),
            TorrentOptions.in("data").withFiles(files).withPeers(List.of(peers))));
    return leech;
  }

  private static boolean complete(Participant participant) {
    return participant.saw(Event.Completed.class);
  }

  private static TorrentStatus last(Participant participant) {
    return Objects.requireNonNull(participant.last());
  }

  /// The file as the participant has it, and as it should be.
  private static void assertHas(Participant participant, Sample sample, int number) {
    var file =
        sample.metainfo().info().files().stream()
            .filter(each -> !each.padding())
            .toList()
            .get(number - 1);
    int from = (int) file.offset();
    int to = (int) (from + file.length());
    assertThat(Arrays.copyOfRange(participant.disk().bytes(TORRENT), from, to))
        .isEqualTo(Arrays.copyOfRange(sample.content(), from, to));
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void justTheWantedFilesAreFetched(TorrentVersion version) {
    Sample sample = sample(version);
    Participant seed = seed(sample, false);
    Participant leech = leech(sample, numbers("2"), seed.endpoint());

    assertThat(world.run(30 * SECOND, () -> complete(leech))).isTrue();
    world.run(world.now() + 10 * SECOND, () -> false);
    assertHas(leech, sample, 2);
    assertThat(leech.disk().written()).isBetween(300_000L, 300_000L + 2 * PIECE);
    TorrentStatus status = last(leech);
    assertThat(status.complete()).isTrue();
    assertThat(status.phase()).isEqualTo(Phase.SEEDING);
    assertThat(status.length()).isEqualTo(status.verified());
    assertThat(status.length()).isBetween(300_000L, 300_000L + 2 * PIECE);
    assertThat(status.havePieces()).isLessThan(status.pieces());
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void aSuperSeedShowsAllToWhoDoesNotWantAll(TorrentVersion version) {
    Sample sample = sample(version);
    Participant seed = seed(sample, true);
    Participant leech = leech(sample, numbers("4"), seed.endpoint());

    assertThat(world.run(30 * SECOND, () -> complete(leech))).isTrue();
    assertHas(leech, sample, 4);
  }

  @Test
  void whoHasWhatItWantsGivesItToOthers() {
    Sample sample = sample(TorrentVersion.V1);
    Participant seed = seed(sample, false);
    Participant first = leech(sample, numbers("1,3"), seed.endpoint());
    assertThat(world.run(30 * SECOND, () -> complete(first))).isTrue();
    seed.crash();

    Participant second = leech(sample, numbers("1"), first.endpoint());
    Participant third = leech(sample, FileSelection.ALL, first.endpoint());
    assertThat(world.run(world.now() + 30 * SECOND, () -> complete(second))).isTrue();
    assertHas(second, sample, 1);
    assertThat(world.run(world.now() + 30 * SECOND, () -> last(third).verified() >= 201_000))
        .isTrue();
    assertThat(complete(third)).isFalse();
  }

  @Test
  void aFileWithoutBytesIsCompleteAtOnce() {
    Sample sample = Sample.of(1, List.of(100_000, 0), PIECE, TorrentVersion.V1);
    Participant leech = leech(sample, numbers("2"));
    assertThat(world.run(5 * SECOND, () -> complete(leech))).isTrue();
    assertThat(leech.disk().written()).isZero();
  }

  /// Someone who has a link to the sample that names these files, by place, and chooses those.
  private Participant leech(
      Sample sample, Endpoint peer, List<Magnet.Range> named, FileSelection chosen) {
    Participant leech = world.join(Link.of(MB));
    Magnet magnet =
        new Magnet(
            sample.metainfo().info().hashes(),
            null,
            0,
            List.of(),
            List.of(),
            List.of(peer),
            List.of(),
            List.of(),
            named);
    leech.ask(new Command.AddMagnet(TORRENT, magnet, TorrentOptions.in("data").withFiles(chosen)));
    return leech;
  }

  @Test
  void aMagnetLinkMayNameTheFiles() {
    Sample sample = sample(TorrentVersion.V1);
    Participant seed = seed(sample, false);
    List<Magnet.Range> second = List.of(new Magnet.Range(1, 1));
    Participant leech = leech(sample, seed.endpoint(), second, FileSelection.ALL);

    assertThat(world.run(30 * SECOND, () -> complete(leech))).isTrue();
    assertHas(leech, sample, 2);
    assertThat(leech.disk().written()).isLessThan(300_000L + 2 * PIECE);
  }

  @Test
  void whatIsChosenHereComesBeforeWhatTheLinkNames() {
    Sample sample = sample(TorrentVersion.V1);
    Participant seed = seed(sample, false);
    List<Magnet.Range> second = List.of(new Magnet.Range(1, 1));
    Participant leech = leech(sample, seed.endpoint(), second, numbers("3"));

    assertThat(world.run(30 * SECOND, () -> complete(leech))).isTrue();
    assertHas(leech, sample, 3);
    assertThat(leech.disk().written()).isLessThanOrEqualTo(2 * PIECE);
  }

  @Test
  void aLinkThatMeansNoFileSaysSo() {
    Sample sample = sample(TorrentVersion.V1);
    Participant seed = seed(sample, false);
    Participant leech = leech(sample, seed.endpoint(), List.of(), numbers("9"));

    assertThat(world.run(30 * SECOND, () -> last(leech).explanation().contains("\"9\""))).isTrue();
    assertThat(complete(leech)).isFalse();
    assertThat(leech.saw(Event.MetadataUnusable.class)).isTrue();
    long sent = seed.sentBytes();
    world.run(30 * SECOND, () -> false);
    assertThat(seed.sentBytes()).as("nobody is asked again").isLessThan(sent + 1_000);
  }
}
