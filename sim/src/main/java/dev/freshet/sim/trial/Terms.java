package dev.freshet.sim.trial;

import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.sim.scenario.Trunk;
import dev.freshet.sim.world.World;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What kind of trial it is, as far as that holds for all who take part.
///
/// @param tracked whether they find each other by the tracker alone
/// @param superSeed whether the seeds super-seed
/// @param roughLines whether lines lose packets and are late
/// @param badDisks whether disks misbehave
/// @param trunk what lies between the two sites; null if there is one site
record Terms(
    TorrentVersion version,
    int length,
    int pieceLength,
    boolean tracked,
    boolean superSeed,
    boolean roughLines,
    boolean badDisks,
    @Nullable Trunk trunk) {
  static Terms of(SplittableRandom random) {
    TorrentVersion[] versions = TorrentVersion.values();
    return new Terms(
        versions[random.nextInt(versions.length)],
        1 + random.nextInt(random.nextBoolean() ? 400_000 : 100_000),
        (16 * 1024) << random.nextInt(3),
        random.nextInt(3) > 0,
        random.nextInt(3) == 0,
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(3) == 0
            ? new Trunk(100_000 + random.nextInt(1_000_000), 1 + random.nextLong(World.SECOND / 10))
            : null);
  }
}
