package dev.freshet.core.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What a peer says that it has before anybody knows how many pieces there are.
final class EarlyPiecesTest {
  @Test
  void agreesWithABitfieldWhateverIsSaid() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int count = 1 + random.nextInt(5000);
      EarlyPieces early = new EarlyPieces();
      Bitfield expected = new Bitfield(count);
      if (random.nextBoolean()) {
        early.all();
        expected.setAll();
      }
      for (int step = random.nextInt(500); step > 0; step--) {
        int piece = random.nextInt(count);
        if (random.nextInt(50) == 0) {
          Bitfield more = new Bitfield(count);
          more.set(piece);
          more.set(random.nextInt(count));
          assertThat(early.bits(more.toWire())).isNull();
          expected.or(more);
        } else if (random.nextBoolean()) {
          early.have(piece, true);
          expected.set(piece);
        } else {
          early.have(piece, false);
          expected.clear(piece);
        }
      }
      assertThat(early.problem(count)).as("seed " + seed).isNull();
      assertThat(early.of(count)).as("seed " + seed).isEqualTo(expected);
    }
  }

  @Test
  void aLargeNumberCostsNoMoreThanASmallOne() {
    EarlyPieces early = new EarlyPieces();
    early.have(Geometry.MAX_PIECES - 1, true);
    assertThat(early.pages()).isEqualTo(1);
    early.have(0, true);
    assertThat(early.pages()).isEqualTo(2);
    early.have(Geometry.MAX_PIECES, true);
    early.have(Integer.MAX_VALUE, true);
    early.have(-1, true);
    assertThat(early.pages()).isEqualTo(2);
  }

  @Test
  void whatIsSaidTwiceOrIsNoNewsCostsNothing() {
    EarlyPieces early = new EarlyPieces();
    early.all();
    for (int piece = 0; piece < Geometry.MAX_PIECES; piece += 1000) {
      early.have(piece, true);
    }
    early.bits(new byte[Geometry.MAX_PIECES / 8]);
    assertThat(early.pages()).isZero();
  }

  @Test
  void aBitfieldOfAnotherLengthOrWithSpareBitsDoesNotFit() {
    EarlyPieces early = new EarlyPieces();
    assertThat(early.bits(new byte[] {0, 0b0000_1000})).isNull();
    assertThat(early.problem(13)).isNull();
    assertThat(early.problem(12)).isNotNull();
    assertThat(early.problem(17)).isNotNull();
    assertThat(early.bits(new byte[3])).isNotNull();
  }
}
