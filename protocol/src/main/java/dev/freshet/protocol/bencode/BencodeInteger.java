package dev.freshet.protocol.bencode;

import org.jspecify.annotations.Nullable;

/// An integer of 64 bits. Longer ones are refused by the reader.
public record BencodeInteger(long value, int start, int end) implements BencodeValue {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BencodeInteger that && value == that.value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
