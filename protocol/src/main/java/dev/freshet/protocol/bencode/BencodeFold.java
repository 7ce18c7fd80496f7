package dev.freshet.protocol.bencode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A list or dictionary that was checked like any other but not built, because it may have millions
/// of values: [BencodeCursor] walks through it. There is one only for each key that the reader was
/// told to fold.
public final class BencodeFold implements BencodeValue {
  private final byte[] source;
  private final int start;
  private final int end;

  BencodeFold(byte[] source, int start, int end) {
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

  /// Whether it is a dictionary, not a list.
  public boolean isDict() {
    return source[start] == 'd';
  }

  /// A copy of the bytes as they came.
  public byte[] raw() {
    return Arrays.copyOfRange(source, start, end);
  }

  /// A walk from its beginning.
  public BencodeCursor walk() {
    return new BencodeCursor(source, start, end);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BencodeFold that
        && Arrays.equals(source, start, end, that.source, that.start, that.end);
  }

  @Override
  public int hashCode() {
    return end - start;
  }

  @Override
  public String toString() {
    return (end - start) + " bytes";
  }
}
