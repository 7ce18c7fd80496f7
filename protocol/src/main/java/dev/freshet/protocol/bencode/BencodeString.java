package dev.freshet.protocol.bencode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A string of bytes: a slice of what was read. Ordered as unsigned bytes, as dictionary keys are.
public final class BencodeString implements BencodeValue, Comparable<BencodeString> {
  private final byte[] source;
  private final int from;
  private final int end;

  /// The bytes from `from` to `end`, which stand behind their length and a colon in `source`.
  BencodeString(byte[] source, int from, int end) {
    this.source = source;
    this.from = from;
    this.end = end;
  }

  @Override
  public int start() {
    int digits = 1;
    for (int rest = length() / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return from - 1 - digits;
  }

  /// Where the string's own bytes begin, behind length and colon, in the bytes it was read from.
  public int from() {
    return from;
  }

  @Override
  public int end() {
    return end;
  }

  /// How many bytes there are.
  public int length() {
    return end - from;
  }

  /// The byte at `index`.
  public byte at(int index) {
    return source[from + Objects.checkIndex(index, length())];
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return Arrays.copyOfRange(source, from, end);
  }

  /// A read-only view of the bytes.
  public ByteBuffer view() {
    return ByteBuffer.wrap(source, from, length()).slice().asReadOnlyBuffer();
  }

  /// The bytes as text if they are UTF-8; null if not.
  public @Nullable String utf8() {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(source, from, length()))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }

  /// The bytes as UTF-8, or, if they are not, one character for each byte (ISO 8859-1), so that
  /// different bytes always stay different text.
  public String text() {
    if (isAscii()) {
      return new String(source, from, length(), StandardCharsets.ISO_8859_1);
    }
    String utf8 = utf8();
    return utf8 != null ? utf8 : new String(source, from, length(), StandardCharsets.ISO_8859_1);
  }

  /// Whether the bytes are those of `text` in UTF-8.
  public boolean is(String text) {
    return compareTo(text) == 0;
  }

  /// Compares with the UTF-8 form of `text`.
  int compareTo(String text) {
    byte[] other = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.compareUnsigned(source, from, end, other, 0, other.length);
  }

  @Override
  public int compareTo(BencodeString other) {
    return Arrays.compareUnsigned(source, from, end, other.source, other.from, other.end);
  }

  private boolean isAscii() {
    for (int i = from; i < end; i++) {
      if (source[i] < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BencodeString that
        && Arrays.equals(source, from, end, that.source, that.from, that.end);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < end; i++) {
      hash = 31 * hash + source[i];
    }
    return hash;
  }

  /// The text of short strings; of long ones only the length.
  @Override
  public String toString() {
    return length() <= 64 ? "\"" + text() + "\"" : length() + " bytes";
  }
}
