package dev.freshet.core.dht;

import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.KrpcError;
import dev.freshet.protocol.dht.NodeId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The items that others have stored with us (BEP 44), for two hours after the last put. Of too
/// many the one whose key is farthest from our id is forgotten, for others keep that one better.
final class ItemStore {
  static final int MAX_ITEMS = 700;
  static final long LIFE_NANOS = TimeUnit.HOURS.toNanos(2);

  private record Stored(Item item, long at) {}

  private final LinkedHashMap<NodeId, Stored> items = new LinkedHashMap<>();

  /// What is stored under this key; null if nothing is.
  @Nullable Item get(long now, NodeId target) {
    expire(now);
    Stored stored = items.get(target);
    return stored == null ? null : stored.item;
  }

  /// Stores it. Null if it is, else why it is not.
  ///
  /// @param expected of what sequence number the item must be that it replaces; -1 if of any
  @Nullable KrpcError put(long now, Item item, long expected, NodeId self) {
    expire(now);
    NodeId target = item.target();
    Stored old = items.get(target);
    if (item instanceof Item.Mutable fresh) {
      if (old != null && old.item instanceof Item.Mutable present) {
        if (expected >= 0 && expected != present.seq()) {
          return KrpcError.CAS_MISMATCH;
        }
        if (fresh.seq() < present.seq()
            || (fresh.seq() == present.seq() && !fresh.value().equals(present.value()))) {
          return KrpcError.SEQUENCE_TOO_LOW;
        }
      }
      if (!fresh.isGenuine()) {
        return KrpcError.BAD_SIGNATURE;
      }
    }
    items.remove(target);
    items.put(target, new Stored(item, now));
    if (items.size() > MAX_ITEMS) {
      Comparator<NodeId> nearest = self.byDistance();
      items.keySet().stream().max(nearest).ifPresent(items::remove);
    }
    return null;
  }

  private void expire(long now) {
    while (!items.isEmpty() && now - items.firstEntry().getValue().at >= LIFE_NANOS) {
      items.pollFirstEntry();
    }
  }
}
