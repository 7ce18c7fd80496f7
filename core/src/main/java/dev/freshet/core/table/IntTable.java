package dev.freshet.core.table;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values by number, in the order in which they were put: a look-up neither boxes nor follows a
/// chain. Removing takes time with the size, as it does for connections, which end seldom.
public final class IntTable<V> {
  private static final int FIRST = 8;

  private int[] keys = {};
  private @Nullable Object[] values = {};

  /// Open addressing: the place of a key, plus one. Twice as long as the keys at least.
  private int[] index = {};

  private final Values view = new Values();
  private int size;

  /// Empty.
  public IntTable() {}

  /// How many there are.
  public int size() {
    return size;
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return size == 0;
  }

  /// The value of this number; null if there is none.
  public @Nullable V get(int key) {
    int place = place(key);
    return place < 0 ? null : at(place);
  }

  /// Puts a value, at the end if the number is new.
  public void put(int key, V value) {
    int place = place(key);
    if (place >= 0) {
      values[place] = value;
      return;
    }
    if (size == keys.length) {
      int room = Math.max(FIRST, 2 * size);
      keys = Arrays.copyOf(keys, room);
      values = Arrays.copyOf(values, room);
      index = new int[2 * room];
      keys[size] = key;
      values[size++] = value;
      link();
    } else {
      keys[size] = key;
      values[size++] = value;
      index[free(key)] = size;
    }
    view.changed();
  }

  /// Takes the value of this number out; null if there is none.
  public @Nullable V remove(int key) {
    int place = place(key);
    if (place < 0) {
      return null;
    }
    V value = at(place);
    int behind = --size - place;
    System.arraycopy(keys, place + 1, keys, place, behind);
    System.arraycopy(values, place + 1, values, place, behind);
    values[size] = null;
    Arrays.fill(index, 0);
    link();
    view.changed();
    return value;
  }

  /// All values, oldest first, as they change.
  public List<V> values() {
    return view;
  }

  private int place(int key) {
    int mask = index.length - 1;
    if (mask < 0) {
      return -1;
    }
    int slot = start(key, mask);
    while (index[slot] != 0) {
      if (keys[index[slot] - 1] == key) {
        return index[slot] - 1;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  private int free(int key) {
    int mask = index.length - 1;
    int slot = start(key, mask);
    while (index[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void link() {
    for (int i = 0; i < size; i++) {
      index[free(keys[i])] = i + 1;
    }
  }

  @SuppressWarnings("unchecked") // only values of V are put
  private V at(int place) {
    return (V) values[place];
  }

  private static int start(int key, int mask) {
    return ((key * 0x9e3779b9) >>> 7) & mask;
  }

  private final class Values extends AbstractList<V> {
    @Override
    public V get(int place) {
      if (place < 0 || place >= size) {
        throw new IndexOutOfBoundsException("value " + place + " of " + size);
      }
      return at(place);
    }

    @Override
    public int size() {
      return size;
    }

    private void changed() {
      modCount++;
    }
  }
}
