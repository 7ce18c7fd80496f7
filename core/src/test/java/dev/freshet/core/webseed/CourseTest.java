package dev.freshet.core.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CourseTest {
  private static final int PIECES = 100;

  private final BitSet wanted = new BitSet(PIECES);
  private final Course course = new Course(PIECES, new SplittableRandom(1));

  private int next(int from) {
    return wanted.nextSetBit(from);
  }

  private BitSet fetch(int most) {
    BitSet row = course.next(this::next, most);
    wanted.andNot(row);
    return row;
  }

  @Test
  void goesOnBehindTheLastPieceAndRoundTheEnd() {
    wanted.set(0, PIECES);
    course.begin(this::next, 0, _ -> false, _ -> true);
    int first = fetch(1).nextSetBit(0);
    for (int i = 1; i < PIECES; i++) {
      assertThat(fetch(1).nextSetBit(0)).isEqualTo((first + i) % PIECES);
    }
    assertThat(course.goesOn(this::next)).isFalse();
    assertThat(fetch(1).isEmpty()).isTrue();
  }

  @Test
  void aRowEndsWhereSomethingIsNotWanted() {
    wanted.set(40, 43);
    course.begin(this::next);
    assertThat(fetch(8).stream()).containsExactly(40, 41, 42);
  }

  @Test
  void aNewBeginningKeepsItsDistanceFromWhatIsSeen() {
    wanted.set(10, 20);
    wanted.set(50, 57);
    for (int i = 0; i < 50; i++) {
      course.begin(this::next, 6, _ -> false, _ -> true);
      int piece = course.next(this::next, 1).nextSetBit(0);
      assertThat(piece).matches(at -> at == 56 || (at >= 16 && at < 20), "6 wanted ones before it");
    }
  }

  @Test
  void aStretchThatGoesRoundTheEndCountsAsOne() {
    wanted.set(0, 2);
    wanted.set(96, PIECES);
    course.begin(this::next, 5, _ -> false, _ -> true);
    assertThat(fetch(1).nextSetBit(0)).isEqualTo(1);
  }

  @Test
  void whereNoPlaceIsFarEnoughItDoesNotBegin() {
    wanted.set(10, 16);
    course.begin(this::next, 6, _ -> false, _ -> true);
    assertThat(course.goesOn(this::next)).isFalse();
  }

  @Test
  void whereEverythingIsWantedADistanceCanStillBeTooFar() {
    wanted.set(0, PIECES);
    course.begin(this::next, Integer.MAX_VALUE, _ -> false, _ -> true);
    assertThat(course.goesOn(this::next)).isFalse();
  }

  @Test
  void whatSomeoneElseLeftIsAPlaceToBeginHoweverSmall() {
    wanted.set(10, 14);
    wanted.set(50, 54);
    course.begin(this::next, 6, piece -> piece == 50, _ -> true);
    assertThat(fetch(8).stream()).containsExactly(50, 51, 52, 53);
  }

  @Test
  void placesInOurPartAreBetterThanThoseInOthers() {
    wanted.set(0, PIECES);
    for (int i = 0; i < 50; i++) {
      course.begin(this::next, 6, _ -> false, piece -> piece >= 90);
      assertThat(course.next(this::next, 1).nextSetBit(0)).isGreaterThanOrEqualTo(90);
    }
    course.begin(this::next, 6, _ -> false, piece -> piece < 6);
    assertThat(course.goesOn(this::next)).as("elsewhere if there is none in ours").isTrue();
  }

  @Test
  void itEndsWhereSomeoneElseGoesTheSameWay() {
    wanted.set(30, 60);
    course.begin(this::next);
    fetch(3);
    course.crossed(29);
    course.crossed(33);
    assertThat(course.goesOn(this::next)).isTrue();
    course.crossed(32);
    assertThat(course.goesOn(this::next)).isFalse();
  }
}
