package dev.freshet.core.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InflowTest {
  private static final int LIMIT = 1 << 20;
  private static final int JOINTS = 64;

  private final Pool pool = new Pool();
  private final Inflow inflow = new Inflow();

  /// A pool with buffers to spare that notices who writes in what was given back.
  private static final class Pool {
    int free = JOINTS;

    Lease of(ByteBuffer bytes) {
      return new Lease() {
        private int holds = 1;

        @Override
        public ByteBuffer buffer() {
          assertThat(holds).isPositive();
          return bytes;
        }

        @Override
        public Lease retain() {
          assertThat(holds++).isPositive();
          return this;
        }

        @Override
        public void release() {
          assertThat(--holds).isNotNegative();
          if (holds == 0) {
            free++;
            // who reads on reads nonsense
            bytes.clear();
            IntStream.range(0, bytes.capacity()).forEach(i -> bytes.put(i, (byte) 0xee));
          }
        }

        @Override
        public @Nullable Lease another(int most) {
          if (free <= 0) {
            return null;
          }
          free--;
          return of(ByteBuffer.allocate(most + 100));
        }
      };
    }

    /// What came from the network, which counts as one taken.
    Lease read(ByteBuffer bytes) {
      free--;
      return of(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
    }
  }

  private record Held(Lease owner, ByteBuffer bytes, int piece) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 5000, 20_000, 100_000})
  void howeverTheStreamIsCutTheSameMessagesComeAndEachJointIsGivenBack(int most) {
    var random = new SplittableRandom(most);
    List<Message> said = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      said.add(i % 3 == 0 ? new Message.Have(i) : block(random, i));
    }
    ByteBuffer stream = stream(said);
    List<Object> heard = new ArrayList<>();
    ArrayDeque<Held> held = new ArrayDeque<>();
    while (stream.hasRemaining()) {
      int count = Math.min(stream.remaining(), random.nextInt(1, most + 1));
      inflow.feed(pool.read(stream.slice(stream.position(), count)));
      stream.position(stream.position() + count);
      for (var next = inflow.next(LIMIT); next != null; next = inflow.next(LIMIT)) {
        if (next instanceof Message.Piece piece) {
          held.add(new Held(inflow.owner().retain(), piece.bytes(), piece.piece()));
          heard.add(new Message.Piece(piece.piece(), piece.begin(), copy(piece.bytes())));
        } else {
          heard.add(next);
        }
      }
      // as a disk does, which lets go later and from the front
      while (held.size() > random.nextInt(100)) {
        letGo(held.remove(), said);
      }
    }
    held.forEach(each -> letGo(each, said));
    inflow.end();

    assertThat(heard).isEqualTo(said);
    assertThat(pool.free).isEqualTo(JOINTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 600, 16_000})
  void withoutAJointTheRestOfABlockMayComeAtOnce(int first) {
    Message.Piece block = block(new SplittableRandom(1), 0);
    ByteBuffer stream = stream(List.of(block));
    inflow.feed(Lease.unpooled(stream.slice(0, first)));
    assertThat(inflow.next(LIMIT)).isNull();
    inflow.feed(Lease.unpooled(stream.slice(first, stream.remaining() - first)));

    assertThat(inflow.next(LIMIT)).isEqualTo(block);
  }

  @Test
  void whoEndsInTheMiddleOfABlockGivesItsJointBack() {
    ByteBuffer stream = stream(List.of(block(new SplittableRandom(1), 0)));

    inflow.feed(pool.read(stream.slice(0, 9000)));
    assertThat(inflow.next(LIMIT)).isNull();
    inflow.end();

    assertThat(pool.free).isEqualTo(JOINTS);
  }

  @Test
  void halfBlocksOfManyTakeNoMoreMemoryThanTheJointsAndWhatHasCome() {
    ByteBuffer stream = stream(List.of(block(new SplittableRandom(1), 0)));
    for (int i = 0; i < 2 * JOINTS; i++) {
      var each = new Inflow();
      each.feed(pool.read(stream.slice(0, 700)));
      assertThat(each.next(LIMIT)).isNull();
    }

    // the last has been what was fed
    assertThat(pool.free).isOne();
    inflow.feed(pool.read(stream));
    assertThat(inflow.next(LIMIT)).isInstanceOf(Message.Piece.class);
  }

  /// What a block said is still said while it is held.
  private static void letGo(Held held, List<Message> said) {
    assertThat(held.bytes).isEqualTo(((Message.Piece) said.get(held.piece)).bytes());
    held.owner.release();
  }

  private static Message.Piece block(SplittableRandom random, int piece) {
    byte[] bytes = new byte[piece % 5 == 4 ? 700 : Geometry.BLOCK];
    random.nextBytes(bytes);
    return new Message.Piece(piece, 0, ByteBuffer.wrap(bytes));
  }

  private static ByteBuffer stream(List<Message> messages) {
    ByteBuffer stream = ByteBuffer.allocate(messages.stream().mapToInt(WireCodec::length).sum());
    messages.forEach(message -> WireCodec.encode(message, stream));
    return stream.flip();
  }

  private static ByteBuffer copy(ByteBuffer from) {
    return ByteBuffer.allocate(from.remaining()).put(from.duplicate()).flip();
  }
}
