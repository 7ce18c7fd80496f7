package dev.freshet.core.measure;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.DraftFile;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.PieceSums;
import dev.freshet.protocol.metainfo.TorrentDraft;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Plays a swarm and prints what its nodes' steps cost, and how much memory a node takes.
/// Arguments: nodes, addresses that each knows (half of its neighbours), pieces, `time` or `bytes`,
/// seconds of being idle at the end.
public final class StepCost {
  private static final int BLOCKS = 16;
  private static final long UP = 2_000_000;
  private static final double MILLION = 1e6;

  private StepCost() {}

  /// Runs it.
  public static void main(String[] args) throws MetainfoException {
    int nodes = argument(args, 0, 41);
    int known = argument(args, 1, 20);
    int pieces = argument(args, 2, 1000);
    Cost cost = new Cost(args.length > 3 && args[3].equals("bytes"));
    int idle = argument(args, 4, 60);
    int seed = argument(args, 5, 1);
    Metainfo metainfo = metainfo(pieces);
    long before = used();
    Crowd crowd = new Crowd(cost, 1);
    SplittableRandom random = new SplittableRandom(seed);
    crowd.gather(nodes, known, UP, metainfo, random);
    crowd.play(3 * Crowd.SECOND, () -> false);
    memory("a node, early", before, nodes);
    long began = System.nanoTime();
    long cpu = cost.processorNanos();
    crowd.play(Long.MAX_VALUE, () -> 2 * crowd.pieces() >= (long) (nodes - 1) * pieces);
    memory("a node, half-way", before, nodes);
    crowd.play(Long.MAX_VALUE, () -> crowd.complete() == nodes);
    double played = System.nanoTime() - began;
    double worked = cost.processorNanos() - cpu;
    System.out.printf(
        Locale.ROOT,
        "complete after %.2f s, played in %.1f s of the processor",
        crowd.now() / 1e9,
        worked / 1e9);
    System.out.printf(Locale.ROOT, ", %.1f s by the clock%n", played / 1e9);
    System.out.printf(Locale.ROOT, "%s", cost.table(worked / played));
    System.out.printf(Locale.ROOT, "course %016x%n", crowd.course());
    idle(nodes, known, metainfo, idle);
  }

  /// The same nodes with nothing to give to one another.
  private static void idle(int nodes, int known, Metainfo metainfo, int seconds) {
    long before = used();
    Crowd crowd = new Crowd(new Cost(false), 0);
    crowd.gather(nodes, known, UP, metainfo, new SplittableRandom(1));
    crowd.play(60 * Crowd.SECOND, () -> false);
    memory("a node, idle", before, nodes);
    Cost cost = crowd.restart(new Cost(false));
    crowd.play(crowd.now() + seconds * Crowd.SECOND, () -> false);
    System.out.printf(Locale.ROOT, "then %d s idle:%n%s", seconds, cost.table(1));
    System.out.printf(Locale.ROOT, "connections a node: %.1f%n", crowd.connections());
  }

  private static int argument(String[] args, int index, int usual) {
    return args.length > index ? Integer.parseInt(args[index]) : usual;
  }

  private static void memory(String what, long before, int nodes) {
    System.out.printf(Locale.ROOT, "%s: %,.3f MB%n", what, (used() - before) / MILLION / nodes);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static Metainfo metainfo(int pieces) throws MetainfoException {
    int pieceSize = BLOCKS * Geometry.BLOCK;
    TorrentDraft draft =
        new TorrentDraft(
            "file",
            true,
            List.of(new DraftFile(List.of("file"), (long) pieces * pieceSize)),
            pieceSize,
            TorrentVersion.V1,
            false,
            List.of(),
            List.of(),
            null,
            null,
            0);
    TorrentPlan plan = draft.plan();
    PieceSums sums = plan.sums();
    byte[] sha1 = new byte[20];
    SplittableRandom random = new SplittableRandom(2);
    for (int piece = 0; piece < pieces; piece++) {
      random.nextBytes(sha1);
      sums.putV1(piece, Hash.of(sha1));
    }
    return plan.seal(sums);
  }
}
