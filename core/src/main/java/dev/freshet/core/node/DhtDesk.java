package dev.freshet.core.node;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Datagrams;
import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.api.Event;
import dev.freshet.core.dht.Dht;
import dev.freshet.core.dht.DhtNews;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where a node deals with its [Dht], if it has one.
final class DhtDesk {
  private static final long KEEP_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final @Nullable Dht dht;
  private final boolean keeps;
  private long keepAt = KEEP_NANOS;

  /// No chance is drawn where there is no DHT.
  DhtDesk(NodeOptions node, RandomGenerator random) {
    DhtOptions options = node.dht();
    boolean relayed = node.datagrams() == Datagrams.RELAYED;
    keeps = options.keep();
    // nobody can call us there where the DHT sees us
    int reached = relayed ? 0 : node.listenPort();
    dht = options.on() ? new Dht(options, reached, relayed, 0, random) : null;
  }

  @Nullable Dht dht() {
    return dht;
  }

  /// A datagram or a looked-up name. False if it is not the DHT's.
  boolean took(long now, NetInput input, Outbox out) {
    if (dht == null) {
      return false;
    }
    return switch (input) {
      case NetInput.DatagramReceived(var from, var bytes) -> dht.received(now, from, bytes, out);
      case NetInput.Resolved found -> dht.resolved(now, found, out);
      case NetInput.Connected _,
          NetInput.Accepted _,
          NetInput.Received _,
          NetInput.Sent _,
          NetInput.Closed _,
          NetInput.Fetched _,
          NetInput.FetchFailed _,
          NetInput.RangeReceived _,
          NetInput.RangeEnded _,
          NetInput.RangeFailed _,
          NetInput.GroupCalled _,
          NetInput.RelayFailed _,
          NetInput.GatewayFound _,
          NetInput.AddressesFound _ ->
          false;
    };
  }

  /// An item is to be fetched; without a DHT there is none.
  void fetch(long now, Command.FetchItem wish, Outbox out) {
    if (dht == null) {
      out.add(new Effect.Notify(new Event.ItemFetched(wish.request(), null)));
    } else {
      dht.fetch(now, wish.request(), wish.target(), wish.salt());
    }
  }

  /// An item is to be stored; without a DHT nobody does.
  void store(long now, Command.StoreItem wish, Outbox out) {
    if (dht == null) {
      out.add(new Effect.Notify(new Event.ItemStored(wish.request(), 0)));
    } else {
      dht.store(now, wish.request(), wish.item());
    }
  }

  /// Does what is due; what was found out.
  List<DhtNews> advance(long now, Outbox out) {
    if (dht == null || now - dht.deadline() < 0) {
      return List.of();
    }
    if (now - keepAt >= 0) {
      keep(out);
      keepAt = now + KEEP_NANOS;
    }
    return dht.advance(now, out);
  }

  /// Tells what is worth keeping, if anything is.
  void keep(Outbox out) {
    if (dht != null && keeps && dht.nodes() > 0) {
      out.add(new Effect.Notify(new Event.DhtKnown(dht.known())));
    }
  }

  /// How often others have come to see us at another address.
  int seenElsewhere() {
    return dht == null ? 0 : dht.seenElsewhere();
  }

  /// Peers reach us elsewhere from now on, over IPv4 on this port.
  void reachedOn(long now, int port) {
    if (dht != null) {
      dht.reachedOn(now, port);
    }
  }

  long deadline() {
    return dht == null ? Long.MAX_VALUE : dht.deadline();
  }
}
