package dev.freshet.protocol.bencode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Writes canonical bencode (BEP 3), piece by piece. The order of calls is the order of bytes; keys
/// must ascend as unsigned bytes, and the writer refuses those that do not, so what it gives out is
/// always canonical.
///
/// ```java
/// byte[] bytes = new BencodeWriter().dict().key("interval").integer(1800).end().toBytes();
/// ```
public final class BencodeWriter {
  /// An open list or dictionary.
  private static final class Open {
    final boolean isDict;
    byte @Nullable [] lastKey;
    boolean valueIsDue;

    Open(boolean isDict) {
      this.isDict = isDict;
    }
  }

  private final Deque<Open> open = new ArrayDeque<>();
  private byte[] bytes = new byte[256];
  private int size;
  private boolean complete;

  /// Begins a dictionary.
  public BencodeWriter dict() {
    beginValue();
    put('d');
    open.push(new Open(true));
    return this;
  }

  /// Begins a list.
  public BencodeWriter list() {
    beginValue();
    put('l');
    open.push(new Open(false));
    return this;
  }

  /// Ends the list or dictionary that was begun last.
  public BencodeWriter end() {
    Open ended = open.peek();
    if (ended == null || ended.valueIsDue) {
      throw new IllegalStateException(ended == null ? "nothing to end" : "a key without a value");
    }
    put('e');
    open.pop();
    complete = open.isEmpty();
    return this;
  }

  /// A key of the open dictionary, in UTF-8.
  public BencodeWriter key(String key) {
    return key(key.getBytes(StandardCharsets.UTF_8));
  }

  /// A key of the open dictionary.
  ///
  /// @throws IllegalStateException if it does not come after the key before
  public BencodeWriter key(byte[] key) {
    Open dict = open.peek();
    if (dict == null || !dict.isDict || dict.valueIsDue) {
      throw new IllegalStateException("no key is due");
    }
    if (dict.lastKey != null && Arrays.compareUnsigned(dict.lastKey, key) >= 0) {
      throw new IllegalStateException(
          "key " + text(key) + " does not come after " + text(dict.lastKey));
    }
    dict.lastKey = key.clone();
    dict.valueIsDue = true;
    return bytes(key, 0, key.length);
  }

  /// A string, in UTF-8.
  public BencodeWriter string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A string.
  public BencodeWriter string(byte[] string) {
    return string(string, 0, string.length);
  }

  /// A string: `length` bytes of `source` from `from` on.
  public BencodeWriter string(byte[] source, int from, int length) {
    beginValue();
    bytes(source, from, length);
    complete = open.isEmpty();
    return this;
  }

  /// An integer.
  public BencodeWriter integer(long value) {
    beginValue();
    put('i');
    ascii(value);
    put('e');
    complete = open.isEmpty();
    return this;
  }

  /// A value that is bencoded already, byte for byte as it is.
  public BencodeWriter raw(byte[] bencoded) {
    beginValue();
    put(bencoded, 0, bencoded.length);
    complete = open.isEmpty();
    return this;
  }

  /// The value written.
  ///
  /// @throws IllegalStateException if it is not complete
  public byte[] toBytes() {
    if (!complete) {
      throw new IllegalStateException("the value is not complete");
    }
    return Arrays.copyOf(bytes, size);
  }

  private void beginValue() {
    Open outer = open.peek();
    if (outer == null ? complete : outer.isDict && !outer.valueIsDue) {
      throw new IllegalStateException(outer == null ? "a second value" : "a value without a key");
    }
    if (outer != null) {
      outer.valueIsDue = false;
    }
  }

  private BencodeWriter bytes(byte[] source, int from, int length) {
    ascii(length);
    put(':');
    put(source, from, length);
    return this;
  }

  private void ascii(long value) {
    byte[] digits = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    put(digits, 0, digits.length);
  }

  private void put(char one) {
    room(1);
    bytes[size++] = (byte) one;
  }

  private void put(byte[] source, int from, int length) {
    room(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  private void room(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.length)));
    }
  }

  private static String text(byte[] key) {
    return new BencodeString(key, 0, key.length).toString();
  }
}
