package dev.freshet.protocol;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitfieldTest {
  @Test
  void theHighBitOfTheFirstByteIsPieceZero() {
    Bitfield field = new Bitfield(10);
    field.set(0);
    field.set(9);
    assertThat(field.toWire()).containsExactly(0x80, 0x40);
    assertThat(Bitfield.parse(10, new byte[] {(byte) 0x80, 0x40})).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 9, 63, 65, 100})
  void spareBitsMustBeZero(int size) {
    byte[] wire = Bitfield.full(size).toWire();
    assertThat(Bitfield.parse(size, wire)).isEqualTo(Bitfield.full(size));
    wire[wire.length - 1] |= 1;
    assertThat(Bitfield.parse(size, wire)).isNull();
  }

  @Test
  void theLengthMustFit() {
    assertThat(Bitfield.parse(8, new byte[2])).isNull();
    assertThat(Bitfield.parse(9, new byte[1])).isNull();
    assertThat(Bitfield.parse(0, new byte[0])).isEqualTo(new Bitfield(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 63, 64, 65, 127, 128, 129, 1000})
  void itBehavesAsAPlainSetOfBits(int size) {
    SplittableRandom random = new SplittableRandom(size);
    BitSet model = new BitSet();
    Bitfield field = new Bitfield(size);
    for (int step = 0; step < 2_000; step++) {
      change(field, model, size, random);
      assertThat(field.cardinality()).isEqualTo(model.cardinality());
      assertThat(field.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(field.isFull()).isEqualTo(model.cardinality() == size);
      int from = random.nextInt(size + 2);
      assertThat(field.nextSet(from)).isEqualTo(model.nextSetBit(from));
      int clear = model.nextClearBit(from);
      assertThat(field.nextClear(from)).isEqualTo(clear < size ? clear : -1);
    }
    for (int i = 0; i < size; i++) {
      assertThat(field.get(i)).isEqualTo(model.get(i));
    }
    assertThat(Bitfield.parse(size, field.toWire())).isEqualTo(field).hasSameHashCodeAs(field);
  }

  private static void change(Bitfield field, BitSet model, int size, SplittableRandom random) {
    int kind = random.nextInt(100);
    if (kind == 0) {
      field.setAll();
      model.set(0, size);
    } else if (kind == 1) {
      field.clearAll();
      model.clear();
    } else if (size > 0) {
      int bit = random.nextInt(size);
      if (kind < 60) {
        assertThat(field.set(bit)).isEqualTo(!model.get(bit));
        model.set(bit);
      } else {
        assertThat(field.clear(bit)).isEqualTo(model.get(bit));
        model.clear(bit);
      }
    }
  }

  @Test
  void twoFieldsAreCompared() {
    for (long seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int size = random.nextInt(1, 200);
      Bitfield one = random(size, random);
      Bitfield two = random(size, random);
      Bitfield three = random(size, random);
      int within = 0;
      boolean beyond = false;
      for (int i = 0; i < size; i++) {
        within += one.get(i) && two.get(i) && !three.get(i) ? 1 : 0;
        assertThat(one.complement().get(i)).as("seed " + seed).isEqualTo(!one.get(i));
        beyond |= one.get(i) && !two.get(i);
      }
      assertThat(one.countWithin(two, three)).as("seed " + seed).isEqualTo(within);
      assertThat(one.complement().cardinality()).isEqualTo(size - one.cardinality());
      assertThat(one.hasBeyond(two)).as("seed " + seed).isEqualTo(beyond);
      int from = random.nextInt(size);
      int next = -1;
      for (int i = size - 1; i >= 0; i--) {
        int at = (from + i) % size;
        next = one.get(at) && !two.get(at) ? at : next;
      }
      assertThat(one.nextBeyond(two, from)).as("seed " + seed).isEqualTo(next);
    }
  }

  private static Bitfield random(int size, SplittableRandom random) {
    Bitfield field = new Bitfield(size);
    for (int i = random.nextInt(2 * size); i > 0; i--) {
      field.set(random.nextInt(size));
    }
    return field;
  }

  @Test
  void aCopySharesNothing() {
    Bitfield field = Bitfield.full(70);
    Bitfield copy = field.copy();
    copy.clear(69);
    assertThat(field.isFull()).isTrue();
    assertThat(copy.cardinality()).isEqualTo(69);
    assertThat(copy).hasToString("69/70").isNotEqualTo(field);
    assertThat(requireNonNull(Bitfield.parse(70, field.toWire())).size()).isEqualTo(70);
  }

  @Test
  void bitsOutsideAreRefused() {
    Bitfield field = new Bitfield(65);
    assertThatThrownBy(() -> field.get(65)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> field.set(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> field.clear(65)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
