package dev.freshet.bench;

import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Messages of the peer wire to bytes and back: the two that every block costs.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireBench {
  private static final int BLOCK = 16 << 10;

  private final ByteBuffer request = WireCodec.bytes(new Message.Request(7, BLOCK, BLOCK));
  private final ByteBuffer piece = direct(new Message.Piece(7, BLOCK, ByteBuffer.allocate(BLOCK)));
  private final ByteBuffer out = ByteBuffer.allocateDirect(32);

  private static ByteBuffer direct(Message message) {
    ByteBuffer bytes = WireCodec.bytes(message);
    return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
  }

  @Benchmark
  public Decoded decodeRequest() {
    return WireCodec.decode(request.rewind(), 1 << 20);
  }

  @Benchmark
  public Decoded decodePiece() {
    return WireCodec.decode(piece.rewind(), 1 << 20);
  }

  @Benchmark
  public ByteBuffer encodeRequest() {
    WireCodec.encode(new Message.Request(7, BLOCK, BLOCK), out.clear());
    return out;
  }

  @Benchmark
  public ByteBuffer encodePieceHeader() {
    WireCodec.encodePieceHeader(7, BLOCK, BLOCK, out.clear());
    return out;
  }
}
