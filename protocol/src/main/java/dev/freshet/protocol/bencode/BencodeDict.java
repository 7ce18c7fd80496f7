package dev.freshet.protocol.bencode;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A dictionary. Its entries are held in key order, whatever order they came in; no key is there
/// twice. A question for a key and a kind is answered null both if the key is absent and if its
/// value is of another kind.
public final class BencodeDict implements BencodeValue {
  private final BencodeString[] keys;
  private final BencodeValue[] values;
  private final boolean ordered;
  private final byte[] source;
  private final int start;
  private final int end;

  /// `keys` ascend strictly.
  BencodeDict(
      BencodeString[] keys,
      BencodeValue[] values,
      boolean ordered,
      byte[] source,
      int start,
      int end) {
    this.keys = keys;
    this.values = values;
    this.ordered = ordered;
    this.source = source;
    this.start = start;
    this.end = end;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public int end() {
    return end;
  }

  /// A copy of the dictionary's bytes as they came.
  public byte[] raw() {
    return Arrays.copyOfRange(source, start, end);
  }

  /// Whether the keys of this and all dictionaries inside came in order, as BEP 3 demands.
  public boolean isOrdered() {
    return ordered;
  }

  /// How many entries there are.
  public int size() {
    return keys.length;
  }

  /// The key at `index` in key order.
  public BencodeString key(int index) {
    return keys[index];
  }

  /// The value at `index` in key order.
  public BencodeValue value(int index) {
    return values[index];
  }

  /// The keys in order.
  public List<BencodeString> keys() {
    return List.of(keys);
  }

  /// The value of this key; null if absent.
  public @Nullable BencodeValue get(String key) {
    int low = 0;
    int high = keys.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = keys[middle].compareTo(key);
      if (order == 0) {
        return values[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /// The string of this key.
  public @Nullable BencodeString string(String key) {
    return get(key) instanceof BencodeString string ? string : null;
  }

  /// The string of this key as text ([BencodeString#text]).
  public @Nullable String text(String key) {
    return get(key) instanceof BencodeString string ? string.text() : null;
  }

  /// The integer of this key; `absent` if it has none.
  public long integer(String key, long absent) {
    return get(key) instanceof BencodeInteger integer ? integer.value() : absent;
  }

  /// The list of this key.
  public @Nullable BencodeList list(String key) {
    return get(key) instanceof BencodeList list ? list : null;
  }

  /// The dictionary of this key.
  public @Nullable BencodeDict dict(String key) {
    return get(key) instanceof BencodeDict dict ? dict : null;
  }

  /// The folded list of this key.
  public @Nullable BencodeFold foldedList(String key) {
    return get(key) instanceof BencodeFold fold && !fold.isDict() ? fold : null;
  }

  /// The folded dictionary of this key.
  public @Nullable BencodeFold foldedDict(String key) {
    return get(key) instanceof BencodeFold fold && fold.isDict() ? fold : null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BencodeDict that
        && Arrays.equals(keys, that.keys)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return keys.length + " entries";
  }
}
