package dev.freshet.protocol.bencode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes canonical bencode (BEP 3), piece by piece. The order of calls is the order of bytes; keys
/// must ascend as unsigned bytes, and the writer refuses those that do not, so what it gives out is
/// always canonical.
///
/// ```java
/// byte[] bytes = new BencodeWriter().dict().key("interval").integer(1800).end().toBytes();
/// ```
public final class BencodeWriter {
  private static final int MAX_CHUNK = 1 << 20;

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

  /// What was written comes in chunks, so that growing copies nothing: the full ones, and the one
  /// that is being filled.
  private final List<byte[]> full = new ArrayList<>();

  private byte[] chunk = new byte[256];
  private int filled;
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
    byte[] all = new byte[size];
    int at = 0;
    for (byte[] each : full) {
      System.arraycopy(each, 0, all, at, each.length);
      at += each.length;
    }
    System.arraycopy(chunk, 0, all, at, filled);
    return all;
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
    size = Math.addExact(size, 1);
    if (filled == chunk.length) {
      turn(1);
    }
    chunk[filled++] = (byte) one;
  }

  private void put(byte[] source, int from, int length) {
    size = Math.addExact(size, length);
    int fits = Math.min(length, chunk.length - filled);
    System.arraycopy(source, from, chunk, filled, fits);
    filled += fits;
    if (fits < length) {
      turn(length - fits);
      System.arraycopy(source, from + fits, chunk, 0, length - fits);
      filled = length - fits;
    }
  }

  /// The chunk is full: begins one that has room for so many bytes at least.
  private void turn(int atLeast) {
    full.add(chunk);
    chunk = new byte[Math.max(atLeast, (int) Math.min(MAX_CHUNK, 2L * chunk.length))];
    filled = 0;
  }

  private static String text(byte[] key) {
    return new BencodeString(key, 0, key.length).toString();
  }
}
