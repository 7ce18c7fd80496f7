package dev.freshet.bench;

import dev.freshet.core.piece.Availability;
import dev.freshet.core.piece.Block;
import dev.freshet.core.piece.PeerTraits;
import dev.freshet.core.piece.PiecePicker;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// All blocks of a torrent asked for and come, from eight peers in turn: the time of one block, and
/// its share of what is set up before.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PickerBench {
  private static final int PIECES = 256;
  private static final int BLOCKS_A_PIECE = 64;
  private static final int PEERS = 8;
  private static final int AT_ONCE = 4;

  private final Bitfield all = Bitfield.full(PIECES);

  @Benchmark
  @OperationsPerInvocation(PIECES * BLOCKS_A_PIECE)
  public PiecePicker fetchAll() {
    Geometry geometry =
        new Geometry((long) PIECES * BLOCKS_A_PIECE * Geometry.BLOCK, BLOCKS_A_PIECE << 14);
    Availability availability = new Availability(PIECES, new Random(1));
    PiecePicker picker =
        new PiecePicker(geometry, new Bitfield(PIECES), new Bitfield(PIECES), availability);
    for (int peer = 0; peer < PEERS; peer++) {
      availability.joined(all);
    }
    int[] left = new int[PIECES];
    Arrays.fill(left, BLOCKS_A_PIECE);
    List<Block> out = new ArrayList<>();
    for (int turn = 0; turn == 0 || !out.isEmpty() || turn % PEERS != 0; turn++) {
      int peer = turn % PEERS + 1;
      out.clear();
      picker.pick(turn, peer, all, PeerTraits.UNKNOWN, AT_ONCE, out);
      for (Block block : out) {
        picker.arrived(peer, block.piece(), block.begin());
        if (--left[block.piece()] == 0) {
          picker.verified(block.piece());
        }
      }
    }
    return picker;
  }
}
