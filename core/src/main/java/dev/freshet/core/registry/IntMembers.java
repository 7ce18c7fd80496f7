package dev.freshet.core.registry;

/// A small set of numbers, 0 or more, that is only ever added to.
final class IntMembers {
  private final int[] slots;

  /// Room for two times `expected` members at the least.
  IntMembers(int expected) {
    slots = new int[Integer.highestOneBit(Math.max(2, expected * 2)) * 2];
  }

  /// Whether the member was new.
  boolean add(int member) {
    int mask = slots.length - 1;
    int slot = ((member * 0x9e3779b9) >>> 7) & mask;
    while (slots[slot] != 0) {
      if (slots[slot] == member + 1) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = member + 1;
    return true;
  }
}
