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
  private final BencodeScanner scanner;

  /// Keys of the outermost dictionary whose lists and dictionaries are folded.
  private final List<String> folded;

  /// The values read that no list or dictionary has taken yet, those of all open ones in a row.
  private final List<BencodeValue> pending = new ArrayList<>();

  /// Where the values of each open list or dictionary begin among the pending ones.
  private final int[] firsts;

  BencodeReader(byte[] source, int from, int to, BencodeLimits limits) {
    this(source, from, to, limits, List.of());
  }

  private BencodeReader(
      byte[] source, int from, int to, BencodeLimits limits, List<String> folded) {
    this.source = source;
    this.scanner = new BencodeScanner(source, from, to, limits);
    this.folded = folded;
    this.firsts = new int[limits.depth()];
  }

  /// Reads the value that `bytes` are, all of them. The value refers to `bytes`.
  ///
  /// @throws BencodeException if they are not one bencoded value within the limits
  public static BencodeValue read(byte[] bytes, BencodeLimits limits) throws BencodeException {
    return read(bytes, limits, List.of());
  }

  private static BencodeValue read(byte[] bytes, BencodeLimits limits, List<String> folded)
      throws BencodeException {
    checkSize(bytes.length, limits);
    BencodeReader reader = new BencodeReader(bytes, 0, bytes.length, limits, folded);
    BencodeValue value = reader.value();
    if (reader.position() != bytes.length) {
      throw new BencodeException(
          (bytes.length - reader.position()) + " bytes after the end of the value");
    }
    return value;
  }

  /// Reads the dictionary that `bytes` are, all of them. The dictionary refers to `bytes`.
  ///
  /// @throws BencodeException if they are not one bencoded dictionary within the limits
  public static BencodeDict readDict(byte[] bytes, BencodeLimits limits) throws BencodeException {
    return dict(read(bytes, limits));
  }

  /// Reads the dictionary that `bytes` are, all of them, but folds the lists and dictionaries that
  /// these keys of it have: each is a [BencodeFold]. The dictionary refers to `bytes`.
  ///
  /// @throws BencodeException if they are not one bencoded dictionary within the limits
  public static BencodeDict readDict(byte[] bytes, BencodeLimits limits, List<String> folded)
      throws BencodeException {
    return dict(read(bytes, limits, folded));
  }

  /// Reads the dictionary at the buffer's position and moves the position behind it; what follows
  /// is the caller's (BEP 9 has the data there). The size limit is of all bytes that remain. The
  /// dictionary refers to the buffer's array if it shows one, else to a copy.
  ///
  /// @throws BencodeException if no bencoded dictionary within the limits is there; the position is
  ///   then as it was
  public static BencodeDict readDict(ByteBuffer in, BencodeLimits limits) throws BencodeException {
    checkSize(in.remaining(), limits);
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
    BencodeReader reader = new BencodeReader(bytes, from, to, limits);
    BencodeDict dict = dict(reader.value());
    in.position(in.position() + reader.position() - from);
    return dict;
  }

  private static void checkSize(int size, BencodeLimits limits) throws BencodeException {
    if (size > limits.size()) {
      throw new BencodeException(size + " bytes, more than " + limits.size());
    }
  }

  private static BencodeDict dict(BencodeValue value) throws BencodeException {
    if (value instanceof BencodeDict dict) {
      return dict;
    }
    throw new BencodeException("not a dictionary");
  }

  /// Reads the next value.
  BencodeValue value() throws BencodeException {
    int outer = scanner.depth();
    do {
      switch (scanner.next()) {
        case STRING -> pending.add(new BencodeString(source, scanner.begin(), scanner.position()));
        case INTEGER ->
            pending.add(new BencodeInteger(scanner.number(), scanner.begin(), scanner.position()));
        case LIST, DICT -> {
          if (isFolded()) {
            pending.add(fold());
          } else {
            firsts[scanner.depth() - 1] = pending.size();
          }
        }
        case END -> close();
      }
    } while (scanner.depth() > outer);
    return pending.removeLast();
  }

  /// Passes over the beginning or the end of a list or dictionary without reading what is in it.
  void pass(boolean open) throws BencodeException {
    BencodeScanner.Token token = scanner.next();
    boolean opened = token == BencodeScanner.Token.LIST || token == BencodeScanner.Token.DICT;
    if (open ? !opened : token != BencodeScanner.Token.END) {
      throw new IllegalStateException("neither a list nor a dictionary is there");
    }
  }

  /// Where the next value begins.
  int position() {
    return scanner.position();
  }

  private boolean isFolded() {
    return !folded.isEmpty()
        && !pending.isEmpty()
        && scanner.depth() == 2
        && pending.getLast() instanceof BencodeString key
        && folded.contains(key.text());
  }

  private BencodeFold fold() throws BencodeException {
    int outer = scanner.depth() - 1;
    while (scanner.depth() > outer) {
      var _ = scanner.next();
    }
    return new BencodeFold(source, scanner.begin(), scanner.position());
  }

  private void close() {
    List<BencodeValue> own = pending.subList(firsts[scanner.depth()], pending.size());
    BencodeValue closed =
        scanner.isDict()
            ? dict(own)
            : new BencodeList(own, scanner.isOrdered(), scanner.begin(), scanner.position());
    own.clear();
    pending.add(closed);
  }

  private BencodeDict dict(List<BencodeValue> own) {
    BencodeString[] keys = new BencodeString[own.size() / 2];
    BencodeValue[] values = new BencodeValue[keys.length];
    boolean sorted = true;
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (BencodeString) own.get(2 * i);
      values[i] = own.get(2 * i + 1);
      sorted &= i == 0 || keys[i - 1].compareTo(keys[i]) < 0;
    }
    if (!sorted) {
      sort(keys, values);
    }
    return new BencodeDict(
        keys, values, scanner.isOrdered(), source, scanner.begin(), scanner.position());
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
}
