package dev.freshet.bench;

import dev.freshet.protocol.Bitfield;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What is asked of sets of pieces whenever somebody has a piece more.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BitfieldBench {
  @Param({"1000", "100000"})
  public int pieces;

  private Bitfield ours = new Bitfield(0);
  private Bitfield theirs = new Bitfield(0);
  private Bitfield all = new Bitfield(0);
  private byte[] wire = new byte[0];

  /// Half of the pieces each, by chance.
  @Setup
  public void fill() {
    Random random = new Random(1);
    ours = new Bitfield(pieces);
    theirs = new Bitfield(pieces);
    for (int i = 0; i < pieces / 2; i++) {
      ours.set(random.nextInt(pieces));
      theirs.set(random.nextInt(pieces));
    }
    all = Bitfield.full(pieces);
    wire = theirs.toWire();
  }

  @Benchmark
  public int countWithin() {
    return theirs.countWithin(all, ours);
  }

  @Benchmark
  public boolean hasBeyond() {
    return ours.hasBeyond(theirs);
  }

  @Benchmark
  public Object parse() {
    return String.valueOf(Bitfield.parse(pieces, wire) == null);
  }
}
