package dev.freshet.core.torrent;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.Phase;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import org.jspecify.annotations.Nullable;

/// Where a torrent stands in its life.
sealed interface Stage {
  /// The info dictionary comes from peers. Leaves to [Trading] or [Leaving].
  record Learning(dev.freshet.core.torrent.Learning talk) implements Stage {}

  /// What the torrent is, is known. Leaves to [Leaving].
  record Trading(Exchange exchange) implements Stage {}

  /// Goodbyes are being said, and trackers told how many bytes were `left`; over when the disk has
  /// answered, and they have too, or it is `until`.
  ///
  /// @param last what was known of the content, to be told of until the end; null if nothing was
  record Leaving(long until, boolean shut, long left, @Nullable Exchange last) implements Stage {
    /// After a word of the disk. What it could not close or delete is told.
    Leaving heard(int torrent, DiskInput input, Outbox out) {
      switch (input) {
        case DiskInput.BytesRead(int _, long _, Lease bytes) -> bytes.release();
        case DiskInput.Failed(int _, DiskEffect.Close _, DiskProblem problem, String message) ->
            out.add(new Effect.Notify(new Event.DiskTrouble(torrent, problem, message)));
        default -> {}
      }
      return new Leaving(until, shut || input instanceof DiskInput.Closed, left, last);
    }
  }

  /// Over.
  record Gone() implements Stage {}

  /// Something came that a web seed may have sent. True if it did.
  default boolean fetched(long now, NetInput input, Outbox out) {
    return this instanceof Trading(Exchange exchange)
        && exchange.webSeeds().answered(now, input, out);
  }

  /// We are in another network, or in one again: web seeds may be reached now.
  default void moved(long now) {
    if (this instanceof Trading(Exchange exchange)) {
      exchange.webSeeds().moved(now);
    }
  }

  /// Web seeds are let alone for now.
  default void rest(Outbox out) {
    if (this instanceof Trading(Exchange exchange)) {
      exchange.webSeeds().rest(out);
    }
  }

  /// What is known of the content, and was to the end; null if it is not.
  default @Nullable Exchange known() {
    return switch (this) {
      case Trading(Exchange exchange) -> exchange;
      case Leaving(long _, boolean _, long _, var last) -> last;
      case Learning _, Gone() -> null;
    };
  }

  /// Whether there is something to talk about with peers.
  default boolean talking() {
    return switch (this) {
      case Learning _ -> true;
      case Trading(Exchange exchange) -> exchange.talking();
      case Leaving _, Gone() -> false;
    };
  }

  /// How that is called.
  default Phase phase(boolean paused, boolean complete) {
    return switch (this) {
      case Learning _ -> paused ? Phase.PAUSED : Phase.FETCHING_METADATA;
      case Leaving _, Gone() -> Phase.STOPPING;
      case Trading(Exchange exchange) -> exchange.phase(paused, complete);
    };
  }

  /// Bytes that are still to be fetched; [Long#MAX_VALUE] if that is not known.
  default long left() {
    return switch (this) {
      case Learning _, Gone() -> Long.MAX_VALUE;
      case Trading(Exchange exchange) -> exchange.contents().left();
      case Leaving(long _, boolean _, long left, var _) -> left;
    };
  }
}
