package dev.freshet.bench;

import dev.freshet.storage.hash.PieceDigest;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A piece of a mebibyte, hashed as it comes: 1000 µs are 1.05 GB/s.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HashBench {
  private static final int PIECE = 1 << 20;

  /// Bytes given to the digest at once.
  @Param({"16384", "262144"})
  public int chunk;

  @Param({"v1", "v2", "hybrid"})
  public String version = "v1";

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(PIECE);

  @Benchmark
  public PieceDigest piece() {
    PieceDigest digest =
        new PieceDigest(PIECE, !version.equals("v2"), version.equals("v1") ? 0 : PIECE);
    for (int begin = 0; begin < PIECE; begin += chunk) {
      digest.take(begin, bytes.slice(begin, chunk));
    }
    return digest;
  }
}
