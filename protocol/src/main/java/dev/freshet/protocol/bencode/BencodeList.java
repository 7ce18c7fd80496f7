package dev.freshet.protocol.bencode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list of values.
///
/// @param items the values in order
/// @param isOrdered whether all dictionaries inside have their keys in order, as BEP 3 demands
public record BencodeList(List<BencodeValue> items, boolean isOrdered, int start, int end)
    implements BencodeValue {
  public BencodeList {
    items = List.copyOf(items);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BencodeList that && items.equals(that.items);
  }

  @Override
  public int hashCode() {
    return items.hashCode();
  }

  @Override
  public String toString() {
    return items.size() + " items";
  }
}
