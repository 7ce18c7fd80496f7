package dev.freshet.protocol.bencode;

import java.util.Arrays;

/// Passes over one bencoded value token by token and checks all that [BencodeReader] promises,
/// without an object for any value: so it holds in memory where the keys of open dictionaries are,
/// and no more.
final class BencodeScanner {
  /// What was passed.
  enum Token {
    STRING,
    INTEGER,
    LIST,
    DICT,
    /// The end of a list or dictionary.
    END
  }

  private final byte[] source;
  private final int origin;
  private final int limit;
  private final BencodeLimits limits;

  /// For each open list or dictionary: where it begins, where its keys begin among all, whether a
  /// key is due, and what is known of the order of keys: its own, and those inside too.
  private final int[] starts;

  private final int[] firstKeys;
  private final boolean[] dicts;
  private final boolean[] keyDue;
  private final boolean[] sorted;
  private final boolean[] ordered;

  /// Where the keys of all open dictionaries begin and end.
  private int[] keys = new int[16];

  private int keyEnd;
  private int position;
  private int depth;
  private int tokens;
  private int begin;
  private long number;

  BencodeScanner(byte[] source, int from, int to, BencodeLimits limits) {
    this.source = source;
    this.origin = from;
    this.position = from;
    this.limit = to;
    this.limits = limits;
    this.starts = new int[limits.depth()];
    this.firstKeys = new int[limits.depth()];
    this.dicts = new boolean[limits.depth()];
    this.keyDue = new boolean[limits.depth()];
    this.sorted = new boolean[limits.depth()];
    this.ordered = new boolean[limits.depth()];
  }

  /// Passes over the next token.
  Token next() throws BencodeException {
    byte first = peek();
    if (first == 'e' && depth > 0) {
      close();
      return Token.END;
    }
    if (++tokens > limits.tokens()) {
      throw wrong("more than " + limits.tokens() + " values");
    }
    boolean isKey = depth > 0 && dicts[depth - 1] && keyDue[depth - 1];
    if (first >= '0' && first <= '9') {
      string();
      if (isKey) {
        key();
      }
      turn();
      return Token.STRING;
    }
    if (isKey) {
      throw wrong("a dictionary key that is not a string");
    }
    if (first == 'i') {
      integer();
      turn();
      return Token.INTEGER;
    }
    if (first != 'l' && first != 'd') {
      throw wrong("no value begins with byte " + (first & 0xff));
    }
    open(first == 'd');
    return first == 'd' ? Token.DICT : Token.LIST;
  }

  /// Where the next token begins.
  int position() {
    return position;
  }

  /// How many lists and dictionaries are open.
  int depth() {
    return depth;
  }

  /// Where the token began; of a string its bytes, of an end the list or dictionary.
  int begin() {
    return begin;
  }

  /// The integer that was passed.
  long number() {
    return number;
  }

  /// Whether what was ended is a dictionary.
  boolean isDict() {
    return dicts[depth];
  }

  /// Whether the keys of what was ended, and of all inside, came in order.
  boolean isOrdered() {
    return ordered[depth];
  }

  private void turn() {
    if (depth > 0) {
      keyDue[depth - 1] = !keyDue[depth - 1];
    }
  }

  private void open(boolean isDict) throws BencodeException {
    if (depth == limits.depth()) {
      throw wrong("deeper than " + limits.depth());
    }
    begin = position;
    starts[depth] = position++;
    firstKeys[depth] = keyEnd;
    dicts[depth] = isDict;
    keyDue[depth] = true;
    sorted[depth] = true;
    ordered[depth] = true;
    depth++;
  }

  private void close() throws BencodeException {
    depth--;
    position++;
    begin = starts[depth];
    if (dicts[depth]) {
      closeDict();
    }
    keyEnd = firstKeys[depth];
    turn();
    if (depth > 0) {
      ordered[depth - 1] &= ordered[depth];
    }
  }

  private void closeDict() throws BencodeException {
    if (!keyDue[depth]) {
      throw wrong("a dictionary key without a value");
    }
    ordered[depth] &= sorted[depth];
    if (!sorted[depth]) {
      sortKeys(firstKeys[depth]);
    }
    for (int i = firstKeys[depth] + 2; i < keyEnd; i += 2) {
      if (compareToKeyBefore(i) == 0) {
        BencodeString key = new BencodeString(source, keys[i], keys[i + 1]);
        throw wrong("key " + key + " twice in a dictionary");
      }
    }
  }

  private void sortKeys(int first) {
    BencodeString[] all = new BencodeString[(keyEnd - first) / 2];
    Arrays.setAll(
        all, i -> new BencodeString(source, keys[first + 2 * i], keys[first + 2 * i + 1]));
    Arrays.sort(all);
    for (int i = 0; i < all.length; i++) {
      keys[first + 2 * i] = all[i].from();
      keys[first + 2 * i + 1] = all[i].end();
    }
  }

  private void key() {
    if (keyEnd == keys.length) {
      keys = Arrays.copyOf(keys, 2 * keys.length);
    }
    keys[keyEnd] = begin;
    keys[keyEnd + 1] = position;
    if (keyEnd > firstKeys[depth - 1] && compareToKeyBefore(keyEnd) < 0) {
      sorted[depth - 1] = false;
    }
    keyEnd += 2;
  }

  private int compareToKeyBefore(int key) {
    return Arrays.compareUnsigned(
        source, keys[key], keys[key + 1], source, keys[key - 2], keys[key - 1]);
  }

  private void string() throws BencodeException {
    int from = position;
    long length = digits(':', limit - from);
    if (length > limit - position) {
      throw wrong("a string of " + length + " bytes where " + (limit - position) + " are left");
    }
    begin = position;
    position += (int) length;
  }

  private void integer() throws BencodeException {
    begin = position++;
    boolean negative = peek() == '-';
    if (negative) {
      position++;
    }
    long value = digits('e', negative ? Long.MIN_VALUE : Long.MAX_VALUE);
    if (negative && value == 0) {
      throw wrong("an integer of minus zero");
    }
    number = negative ? -value : value;
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
