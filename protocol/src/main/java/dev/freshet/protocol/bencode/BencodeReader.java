package dev.freshet.protocol.bencode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Reads one bencoded value (BEP 3) into a tree. Iterative, so depth costs no stack; bounded by
/// [BencodeLimits]; never allocates by a length that is claimed, only by what has been read.
///
/// Strict: no leading zeros, no `-0`, no integer beyond 64 bits, no key twice. Keys out of order
/// are taken, because old .torrent files have them; whoever minds asks [BencodeDict#isOrdered].
public final class BencodeReader {
  private final byte[] source;
  private final int origin;
  private final int limit;
  private final BencodeLimits limits;

  /// The values read that no list or dictionary has taken yet, those of all open ones in a row.
  private final List<BencodeValue> pending = new ArrayList<>();

  /// For each open list or dictionary: where it begins in the source, where its values begin among
  /// the pending ones, and what is known of the order of keys.
  private final int[] starts;

  private final int[] firsts;
  private final boolean[] dicts;
  private final boolean[] ordered;
  private int position;
  private int depth;
  private int tokens;

  private BencodeReader(byte[] source, int from, int to, BencodeLimits limits) {
    this.source = source;
    this.origin = from;
    this.position = from;
    this.limit = to;
    this.limits = limits;
    this.starts = new int[limits.depth()];
    this.firsts = new int[limits.depth()];
    this.dicts = new boolean[limits.depth()];
    this.ordered = new boolean[limits.depth()];
  }

  /// Reads the value that `bytes` are, all of them. The value refers to `bytes`.
  ///
  /// @throws BencodeException if they are not one bencoded value within the limits
  public static BencodeValue read(byte[] bytes, BencodeLimits limits) throws BencodeException {
    BencodeReader reader = reader(bytes, 0, bytes.length, limits);
    BencodeValue value = reader.value();
    if (reader.position != bytes.length) {
      throw new BencodeException(
          (bytes.length - reader.position) + " bytes after the end of the value");
    }
    return value;
  }

  /// Reads the dictionary that `bytes` are, all of them. The dictionary refers to `bytes`.
  ///
  /// @throws BencodeException if they are not one bencoded dictionary within the limits
  public static BencodeDict readDict(byte[] bytes, BencodeLimits limits) throws BencodeException {
    return dict(read(bytes, limits));
  }

  /// Reads the dictionary at the buffer's position and moves the position behind it; what follows
  /// is the caller's (BEP 9 has the data there). The size limit is of all bytes that remain. The
  /// dictionary refers to the buffer's array if it shows one, else to a copy.
  ///
  /// @throws BencodeException if no bencoded dictionary within the limits is there; the position is
  ///   then as it was
  public static BencodeDict readDict(ByteBuffer in, BencodeLimits limits) throws BencodeException {
    if (in.remaining() > limits.size()) {
      throw new BencodeException(in.remaining() + " bytes, more than " + limits.size());
    }
    int from = 0;
    int to = in.remaining();
    byte[] bytes;
    if (in.hasArray()) {
      bytes = in.array();
      from = in.arrayOffset() + in.position();
      to += from;
    } else {
      bytes = new byte[to];
      in.get(in.position(), bytes);
    }
    BencodeReader reader = reader(bytes, from, to, limits);
    BencodeDict dict = dict(reader.value());
    in.position(in.position() + reader.position - from);
    return dict;
  }

  private static BencodeReader reader(byte[] bytes, int from, int to, BencodeLimits limits)
      throws BencodeException {
    if (to - from > limits.size()) {
      throw new BencodeException((to - from) + " bytes, more than " + limits.size());
    }
    return new BencodeReader(bytes, from, to, limits);
  }

  private static BencodeDict dict(BencodeValue value) throws BencodeException {
    if (value instanceof BencodeDict dict) {
      return dict;
    }
    throw new BencodeException("not a dictionary");
  }

  private BencodeValue value() throws BencodeException {
    do {
      byte first = peek();
      if (first == 'e' && depth > 0) {
        close();
        continue;
      }
      if (++tokens > limits.tokens()) {
        throw wrong("more than " + limits.tokens() + " values");
      }
      if (first >= '0' && first <= '9') {
        pending.add(string());
      } else if (isKeyDue()) {
        throw wrong("a dictionary key that is not a string");
      } else if (first == 'i') {
        pending.add(integer());
      } else if (first == 'l' || first == 'd') {
        open(first == 'd');
      } else {
        throw wrong("no value begins with byte " + (first & 0xff));
      }
    } while (depth > 0);
    return pending.getFirst();
  }

  private boolean isKeyDue() {
    return depth > 0 && dicts[depth - 1] && ((pending.size() - firsts[depth - 1]) & 1) == 0;
  }

  private void open(boolean isDict) throws BencodeException {
    if (depth == limits.depth()) {
      throw wrong("deeper than " + limits.depth());
    }
    starts[depth] = position++;
    firsts[depth] = pending.size();
    dicts[depth] = isDict;
    ordered[depth] = true;
    depth++;
  }

  private void close() throws BencodeException {
    depth--;
    position++;
    List<BencodeValue> own = pending.subList(firsts[depth], pending.size());
    BencodeValue closed =
        dicts[depth]
            ? closeDict(own)
            : new BencodeList(own, ordered[depth], starts[depth], position);
    own.clear();
    pending.add(closed);
    if (depth > 0) {
      ordered[depth - 1] &= ordered[depth];
    }
  }

  private BencodeDict closeDict(List<BencodeValue> own) throws BencodeException {
    if ((own.size() & 1) != 0) {
      throw wrong("a dictionary key without a value");
    }
    BencodeString[] keys = new BencodeString[own.size() / 2];
    BencodeValue[] values = new BencodeValue[keys.length];
    boolean sorted = true;
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (BencodeString) own.get(2 * i);
      values[i] = own.get(2 * i + 1);
      sorted &= i == 0 || keys[i - 1].compareTo(keys[i]) <= 0;
    }
    if (!sorted) {
      ordered[depth] = false;
      sort(keys, values);
    }
    for (int i = 1; i < keys.length; i++) {
      if (keys[i - 1].equals(keys[i])) {
        throw wrong("key " + keys[i] + " twice in a dictionary");
      }
    }
    return new BencodeDict(keys, values, ordered[depth], source, starts[depth], position);
  }

  private static void sort(BencodeString[] keys, BencodeValue[] values) {
    Integer[] order = new Integer[keys.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(i -> keys[i]));
    BencodeString[] oldKeys = keys.clone();
    BencodeValue[] oldValues = values.clone();
    for (int i = 0; i < order.length; i++) {
      keys[i] = oldKeys[order[i]];
      values[i] = oldValues[order[i]];
    }
  }

  private BencodeString string() throws BencodeException {
    int from = position;
    long length = digits(':', limit - from);
    if (length > limit - position) {
      throw wrong("a string of " + length + " bytes where " + (limit - position) + " are left");
    }
    int begin = position;
    position += (int) length;
    return new BencodeString(source, begin, position);
  }

  private BencodeInteger integer() throws BencodeException {
    int start = position++;
    boolean negative = peek() == '-';
    if (negative) {
      position++;
    }
    long value = digits('e', negative ? Long.MIN_VALUE : Long.MAX_VALUE);
    if (negative && value == 0) {
      throw wrong("an integer of minus zero");
    }
    return new BencodeInteger(negative ? -value : value, start, position);
  }

  /// Reads digits and the byte `stop` behind them. `most` is the highest value allowed, read as
  /// unsigned: so 2^63 comes back as [Long#MIN_VALUE], whose negation is itself.
  private long digits(char stop, long most) throws BencodeException {
    int from = position;
    long value = 0;
    for (byte b = peek(); b != stop; b = peek()) {
      if (b < '0' || b > '9') {
        throw wrong("byte " + (b & 0xff) + " in a number");
      }
      if (position > from && value == 0) {
        throw wrong("a number with a leading zero");
      }
      int digit = b - '0';
      if (Long.compareUnsigned(value, Long.divideUnsigned(most, 10)) > 0
          || Long.compareUnsigned(value * 10 + digit, most) > 0) {
        throw wrong("a number too large");
      }
      value = value * 10 + digit;
      position++;
    }
    if (position == from) {
      throw wrong("a number without digits");
    }
    position++;
    return value;
  }

  private byte peek() throws BencodeException {
    if (position == limit) {
      throw wrong("the end of the bytes inside a value");
    }
    return source[position];
  }

  private BencodeException wrong(String what) {
    return new BencodeException(what + " at byte " + (position - origin));
  }
}
