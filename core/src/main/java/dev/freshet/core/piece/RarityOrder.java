package dev.freshet.core.piece;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Some of the pieces in order of their counts, equals in random order. Putting in, taking out and
/// counting one up or down take the same short time however many pieces there are.
///
/// The pieces stand in one array, cut into a stretch for each count; a piece moves to the next
/// stretch by changing places with the one at the border, and then with a random one of its new
/// equals.
final class RarityOrder {
  private static final int ABSENT = -1;

  private final RandomGenerator random;
  private final int[] order;
  private final int[] places;

  /// Where the stretch after that of count `i` begins.
  private int[] ends = new int[16];

  private int size;

  /// An order of pieces below `pieceCount`, with none in it.
  RarityOrder(int pieceCount, RandomGenerator random) {
    this.random = random;
    this.order = new int[pieceCount];
    this.places = new int[pieceCount];
    Arrays.fill(places, ABSENT);
  }

  int size() {
    return size;
  }

  boolean contains(int piece) {
    return places[piece] != ABSENT;
  }

  /// The piece at this place, the rarest at 0.
  int at(int place) {
    return order[place];
  }

  /// Puts a piece in that is not.
  void add(int piece, int count) {
    reach(count);
    int hole = size++;
    for (int level = ends.length - 1; level > count; level--) {
      // the stretch of `level` moves up by one: its first becomes its last
      int begin = ends[level - 1];
      if (begin < hole) {
        put(order[begin], hole);
        hole = begin;
      }
      ends[level]++;
    }
    ends[count]++;
    put(piece, hole);
    mix(hole, count);
  }

  /// Takes a piece out that is in.
  void remove(int piece, int count) {
    int hole = places[piece];
    for (int level = count; level < ends.length; level++) {
      int last = --ends[level];
      if (hole < last) {
        put(order[last], hole);
        hole = last;
      }
    }
    places[piece] = ABSENT;
    size--;
  }

  /// A piece that is in has one more than `count`.
  void up(int piece, int count) {
    reach(count + 1);
    int last = --ends[count];
    swap(places[piece], last);
    mix(last, count + 1);
  }

  /// A piece that is in has one less than `count`.
  void down(int piece, int count) {
    int first = ends[count - 1]++;
    swap(places[piece], first);
    mix(first, count - 1);
  }

  /// Sorts anew after many counts have changed.
  void rebuild(int[] counts) {
    int[] members = Arrays.copyOf(order, size);
    int most = 0;
    for (int piece : members) {
      most = Math.max(most, counts[piece]);
    }
    reach(most);
    Arrays.fill(ends, 0);
    for (int piece : members) {
      ends[counts[piece]]++;
    }
    int begin = 0;
    for (int level = 0; level < ends.length; level++) {
      int count = ends[level];
      ends[level] = begin;
      begin += count;
    }
    // each stretch grows from its beginning to where the next begins, in a random order
    int[] begins = ends.clone();
    for (int piece : members) {
      int count = counts[piece];
      int place = ends[count]++;
      int other = begins[count] + random.nextInt(place - begins[count] + 1);
      order[place] = order[other];
      order[other] = piece;
    }
    for (int place = 0; place < size; place++) {
      places[order[place]] = place;
    }
  }

  private void mix(int place, int count) {
    int begin = count == 0 ? 0 : ends[count - 1];
    swap(place, begin + random.nextInt(ends[count] - begin));
  }

  private void swap(int a, int b) {
    int piece = order[a];
    put(order[b], a);
    put(piece, b);
  }

  private void put(int piece, int place) {
    order[place] = piece;
    places[piece] = place;
  }

  private void reach(int count) {
    if (count >= ends.length) {
      int old = ends.length;
      ends = Arrays.copyOf(ends, Math.max(count + 1, 2 * old));
      Arrays.fill(ends, old, ends.length, size);
    }
  }
}
