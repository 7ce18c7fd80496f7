package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.SeedGoal;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole swarms of nodes in virtual time.
class SwarmTest {
  private static final int TORRENT = 7;
  private static final long MB = 1_000_000;

  private static Participant seed(World world, Sample sample, boolean superSeed, long up) {
    Participant seed = world.join(World.Link.of(up));
    seed.disk().put(sample.content());
    seed.ask(
        new Command.AddTorrent(
            TORRENT,
            sample.metainfo(),
            TorrentOptions.in("data").withSuperSeed(superSeed).withTrusted(true)));
    return seed;
  }

  private static Participant leech(
      World world, Sample sample, long up, SeedGoal goal, List<Endpoint> peers) {
    Participant leech = world.join(World.Link.of(up));
    leech.ask(
        new Command.AddTorrent(
            TORRENT, sample.metainfo(), TorrentOptions.in("data").withGoal(goal).withPeers(peers)));
    return leech;
  }

  private static boolean complete(Participant participant) {
    return participant.saw(Event.Completed.class);
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void oneSeedServesOneDownloader(TorrentVersion version) {
    World world = new World(1);
    Sample sample = Sample.of(1, 1_000_000, 64 * 1024, version);
    Participant seed = seed(world, sample, false, MB);
    Participant leech = leech(world, sample, MB, SeedGoal.FOREVER, List.of(seed.endpoint()));

    assertThat(world.run(60 * SECOND, () -> complete(leech))).isTrue();
    assertThat(leech.disk().bytes(TORRENT)).isEqualTo(sample.content());
    assertThat(leech.disk().written()).isLessThanOrEqualTo(sample.content().length);
    assertThat(world.now()).isLessThan(3 * SECOND);
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void aMagnetLinkIsEnough(TorrentVersion version) {
    World world = new World(2);
    Sample sample = Sample.of(2, 700_001, 32 * 1024, version);
    Participant seed = seed(world, sample, false, MB);
    Participant leech = world.join(World.Link.of(MB));
    leech.ask(
        new Command.AddMagnet(
            TORRENT,
            Magnet.of(sample.metainfo().info().hashes(), List.of(seed.endpoint())),
            TorrentOptions.in("data")));

    assertThat(world.run(60 * SECOND, () -> complete(leech))).isTrue();
    assertThat(leech.disk().bytes(TORRENT)).isEqualTo(sample.content());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aFlashCrowdSharesAmongItself(long seedNumber) {
    World world = new World(seedNumber);
    Sample sample = Sample.of(3, 4 * 1024 * 1024, 64 * 1024, TorrentVersion.V1);
    Participant seed = seed(world, sample, false, MB);
    List<Participant> crowd = crowd(world, sample, seed, 8, SeedGoal.FOREVER);

    assertThat(world.run(120 * SECOND, () -> crowd.stream().allMatch(SwarmTest::complete)))
        .isTrue();
    for (Participant one : crowd) {
      assertThat(one.disk().bytes(TORRENT)).isEqualTo(sample.content());
    }
    assertThat(seed.sentBytes()).isLessThan(2L * sample.content().length);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aSuperSeedMayDieAfterLittleMoreThanOneCopy(long seedNumber) {
    World world = new World(seedNumber);
    Sample sample = Sample.of(4, 4 * 1024 * 1024, 64 * 1024, TorrentVersion.HYBRID);
    Participant seed = seed(world, sample, true, MB);
    List<Participant> crowd = crowd(world, sample, seed, 8, SeedGoal.LINGER);

    long enough = sample.content().length * 12L / 10;
    assertThat(
            world.run(
                120 * SECOND,
                () -> seed.sentBytes() >= enough || crowd.stream().allMatch(SwarmTest::complete)))
        .isTrue();
    seed.crash();
    assertThat(world.run(120 * SECOND, () -> crowd.stream().allMatch(SwarmTest::complete)))
        .isTrue();
  }

  @Test
  void aSlowNeighbourDoesNotHoldWhoIsDone() {
    World world = new World(1);
    Sample sample = Sample.of(4, 4 * 1024 * 1024, 64 * 1024, TorrentVersion.HYBRID);
    Participant seed = seed(world, sample, false, MB);
    Participant leech = leech(world, sample, MB, SeedGoal.LINGER, List.of(seed.endpoint()));
    NodeOptions slowly = NodeOptions.defaults().withLimits(new RateLimits(0, 1000));
    Participant slow = world.join(World.Link.of(MB)).with(slowly, world.random().split());
    slow.ask(
        new Command.AddTorrent(
            TORRENT,
            sample.metainfo(),
            TorrentOptions.in("data").withPeers(List.of(leech.endpoint()))));
    assertThat(world.run(60 * SECOND, () -> complete(leech))).isTrue();
    assertThat(world.run(30 * SECOND, () -> leech.saw(Event.GoalReached.class))).isFalse();
    assertThat(world.run(32 * SECOND, () -> leech.saw(Event.GoalReached.class))).isTrue();
    assertThat(slow.connected()).isPositive();
  }

  /// The origin is ready between two of its rounds, and someone is there at once.
  @Test
  void aSuperSeedHidesWhatItHasFromTheFirstMomentOn() {
    World world = new World(1);
    Sample sample = Sample.of(4, 1024 * 1024, 64 * 1024, TorrentVersion.HYBRID);
    Participant seed = seed(world, sample, true, MB / 10);
    List<Participant> crowd = crowd(world, sample, seed, 2, SeedGoal.FOREVER);
    world.run(SECOND, () -> false);
    for (Participant one : crowd) {
      TorrentStatus said = one.last();
      assertThat(said != null && said.copies() < 1).isTrue();
    }
  }

  @Test
  void theSameSeedGivesTheSameLog() {
    List<String> logs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      World world = new World(11);
      Sample sample = Sample.of(5, 1024 * 1024, 32 * 1024, TorrentVersion.HYBRID);
      Participant seed = seed(world, sample, false, MB);
      List<Participant> crowd = crowd(world, sample, seed, 5, SeedGoal.FOREVER);
      world.run(30 * SECOND, () -> crowd.stream().allMatch(SwarmTest::complete));
      logs.add(world.log());
    }
    assertThat(logs.get(0)).isEqualTo(logs.get(1)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void whoSendsBadBytesIsBannedAndNobodyElse(TorrentVersion version) {
    for (long seedNumber = 1; seedNumber <= 5; seedNumber++) {
      World world = new World(seedNumber);
      Sample sample = Sample.of(6, 2 * 1024 * 1024 + 5, 64 * 1024, version);
      Participant honest = seed(world, sample, false, MB / 4);
      Participant liar = seed(world, sample, false, MB);
      liar.disk().spoil(0.3, new SplittableRandom(seedNumber));
      Participant leech =
          leech(world, sample, MB, SeedGoal.FOREVER, List.of(honest.endpoint(), liar.endpoint()));

      assertThat(world.run(120 * SECOND, () -> complete(leech))).as("seed %d", seedNumber).isTrue();
      assertThat(leech.disk().bytes(TORRENT)).isEqualTo(sample.content());
      assertThat(leech.events().stream().filter(e -> e instanceof Event.PeerBanned).toList())
          .as("seed %d", seedNumber)
          .containsExactly(new Event.PeerBanned(TORRENT, liar.endpoint(), "sent corrupt data"));
    }
  }

  @Test
  void aFullDiskIsWaitedFor() {
    World world = new World(8);
    Sample sample = Sample.of(8, 1024 * 1024, 64 * 1024, TorrentVersion.V1);
    Participant seed = seed(world, sample, false, MB);
    Participant leech = leech(world, sample, MB, SeedGoal.FOREVER, List.of(seed.endpoint()));
    leech.disk().full(true);
    assertThat(world.run(30 * SECOND, () -> complete(leech))).isFalse();
    assertThat(leech.saw(Event.DiskTrouble.class)).isTrue();
    leech.disk().full(false);
    assertThat(world.run(60 * SECOND, () -> complete(leech))).isTrue();
    assertThat(leech.saw(Event.DiskRecovered.class)).isTrue();
    assertThat(leech.disk().bytes(TORRENT)).isEqualTo(sample.content());
  }

  @Test
  void progressThatCouldNotBeMadeSafeIsMadeSafeLaterThoughNothingMoreComes() {
    World world = new World(8);
    Sample sample = Sample.of(8, 256 * 1024, 64 * 1024, TorrentVersion.V1);
    Participant seed = seed(world, sample, false, MB);
    Participant leech = leech(world, sample, MB, SeedGoal.FOREVER, List.of(seed.endpoint()));
    leech.disk().unsafe(true);
    assertThat(world.run(30 * SECOND, () -> complete(leech))).as("all here, unsafe").isFalse();
    assertThat(leech.disk().bytes(TORRENT)).isEqualTo(sample.content());
    assertThat(leech.disk().commits()).isZero();
    leech.disk().unsafe(false);
    assertThat(world.run(30 * SECOND, () -> complete(leech))).isTrue();
    assertThat(leech.disk().commits()).isPositive();
  }

  @Test
  void limitsAreKept() {
    World world = new World(9);
    Sample sample = Sample.of(9, 2 * 1024 * 1024, 64 * 1024, TorrentVersion.V1);
    Participant seed = seed(world, sample, false, 10 * MB);
    Participant leech = leech(world, sample, MB, SeedGoal.FOREVER, List.of(seed.endpoint()));
    leech.ask(new Command.LimitTorrent(TORRENT, new RateLimits(0, 100_000)));
    assertThat(world.run(60 * SECOND, () -> complete(leech))).isTrue();
    assertThat(world.now()).isBetween(20 * SECOND, 23 * SECOND);
  }

  @Test
  void aPausedTorrentLeavesAndComesBack() {
    World world = new World(10);
    Sample sample = Sample.of(10, 2 * 1024 * 1024, 64 * 1024, TorrentVersion.V1);
    Participant seed = seed(world, sample, false, MB / 4);
    Participant leech = leech(world, sample, MB, SeedGoal.FOREVER, List.of(seed.endpoint()));
    world.run(2 * SECOND, () -> false);
    leech.ask(new Command.Pause(TORRENT));
    long before = leech.disk().written();
    assertThat(before).isPositive();
    world.run(60 * SECOND, () -> complete(leech));
    assertThat(leech.disk().written()).isEqualTo(before);
    leech.ask(new Command.Resume(TORRENT));
    assertThat(world.run(120 * SECOND, () -> complete(leech))).isTrue();
  }

  @Test
  void stoppingEndsEverything() {
    World world = new World(12);
    Sample sample = Sample.of(12, 1024 * 1024, 64 * 1024, TorrentVersion.V1);
    Participant seed = seed(world, sample, false, MB / 4);
    Participant leech = leech(world, sample, MB, SeedGoal.FOREVER, List.of(seed.endpoint()));
    world.run(2 * SECOND, () -> false);
    leech.ask(new Command.Stop());
    assertThat(world.run(10 * SECOND, () -> leech.saw(Event.NodeStopped.class))).isTrue();
    assertThat(leech.saw(Event.Removed.class)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void peersThatCrashAndComeDoNotStopTheRest(long seedNumber) {
    World world = new World(seedNumber);
    Sample sample = Sample.of(13, 3 * 1024 * 1024, 64 * 1024, TorrentVersion.HYBRID);
    Participant seed = seed(world, sample, false, MB / 2);
    List<Participant> crowd = crowd(world, sample, seed, 6, SeedGoal.FOREVER);
    world.run(3 * SECOND, () -> false);
    crowd.get(0).crash();
    crowd.get(3).crash();
    List<Participant> late = crowd(world, sample, seed, 2, SeedGoal.LINGER);
    List<Participant> living = new ArrayList<>(crowd);
    living.removeIf(Participant::dead);
    living.addAll(late);
    assertThat(world.run(180 * SECOND, () -> living.stream().allMatch(SwarmTest::complete)))
        .isTrue();
  }

  private static List<Participant> crowd(
      World world, Sample sample, Participant seed, int count, SeedGoal goal) {
    List<Endpoint> known = new ArrayList<>(List.of(seed.endpoint()));
    List<Participant> crowd = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Participant one = leech(world, sample, MB, goal, known);
      known.add(one.endpoint());
      crowd.add(one);
    }
    return crowd;
  }
}
