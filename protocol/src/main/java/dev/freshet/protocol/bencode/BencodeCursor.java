package dev.freshet.protocol.bencode;

/// A walk through a [BencodeFold], value by value, which keeps nothing of what it has passed. It
/// stands inside the list or dictionary from the beginning on.
///
/// The bytes have been checked, so nothing can be wrong with them; what is thrown is the caller's
/// fault.
public final class BencodeCursor {
  private final byte[] source;
  private final BencodeReader reader;

  BencodeCursor(byte[] source, int start, int end) {
    this.source = source;
    this.reader = new BencodeReader(source, start, end, BencodeLimits.METAINFO);
    enter();
  }

  /// Whether the list or dictionary that the walk is in has more values.
  public boolean more() {
    return source[reader.position()] != 'e';
  }

  /// Whether a dictionary is next.
  public boolean isDict() {
    return source[reader.position()] == 'd';
  }

  /// The next value, which is a string; dictionary keys are such.
  public BencodeString string() {
    if (value() instanceof BencodeString string) {
      return string;
    }
    throw new IllegalStateException("not a string");
  }

  /// The next value, all of it.
  public BencodeValue value() {
    try {
      return reader.value();
    } catch (BencodeException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Goes into the list or dictionary that is next.
  public void enter() {
    pass(true);
  }

  /// Leaves the list or dictionary at its end.
  public void leave() {
    pass(false);
  }

  private void pass(boolean open) {
    try {
      reader.pass(open);
    } catch (BencodeException e) {
      throw new IllegalStateException(e);
    }
  }
}
