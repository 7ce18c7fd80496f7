package dev.freshet.core.announce;

import dev.freshet.core.edge.Destination;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.UdpRequest;
import dev.freshet.protocol.announce.UdpRequestCodec;
import dev.freshet.protocol.announce.UdpResponse;
import dev.freshet.protocol.announce.UdpResponseCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What is said to one address of a UDP tracker in one round (BEP 15): connect, then an announce
/// for each name, side by side.
///
/// An answer counts only if it comes from the address asked and repeats the transaction id, 32
/// random bits. Where only the name is known to us, the first that repeats it from the port asked
/// shows the address. The waits are BEP 15's: 15 s, doubled for each repetition.
final class UdpConversation {
  private static final long CONNECTION_LIFE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private sealed interface State {
    /// Waiting for a connection id. Leaves to [Announcing] or [Over].
    record Connecting(int transaction) implements State {}

    /// Waiting for answers to the announces that are still `awaited`. Leaves to [Connecting] when
    /// the connection id grows old, or to [Over].
    record Announcing(long connection, long sinceNanos) implements State {}

    /// Nothing is awaited. Final.
    record Over() implements State {}
  }

  private Destination tracker;
  private final String target;
  private final RandomGenerator random;
  private final long firstWaitNanos;
  private final int tries;
  private final TreeMap<Integer, AnnounceRequest> awaited = new TreeMap<>();
  private State state = new State.Over();
  private int tried;
  private long deadlineNanos;
  private String failure = "no answer";

  /// @param tries how often each datagram is sent at most
  UdpConversation(
      Destination tracker,
      String target,
      List<AnnounceRequest> requests,
      RandomGenerator random,
      long firstWaitNanos,
      int tries) {
    this.tracker = tracker;
    this.target = target;
    this.random = random;
    this.firstWaitNanos = firstWaitNanos;
    this.tries = tries;
    for (AnnounceRequest request : requests) {
      while (awaited.putIfAbsent(random.nextInt(), request) != null) {
        // drawn before: draw again
      }
    }
  }

  void begin(long nowNanos, Outbox outbox) {
    state = new State.Connecting(random.nextInt());
    send(nowNanos, outbox);
  }

  @Nullable List<AnnounceResponse.Peers> arrived(
      long nowNanos, Endpoint from, ByteBuffer bytes, Outbox outbox) {
    if (!tracker.covers(from)) {
      return null;
    }
    UdpResponse response = UdpResponseCodec.decode(bytes, !from.ip().isV4());
    return switch (response) {
      case UdpResponse.Connected(int transaction, long connection)
          when isConnecting(transaction) -> {
        state = new State.Announcing(connection, nowNanos);
        tracker = new Destination.At(from);
        tried = 0;
        send(nowNanos, outbox);
        yield List.of();
      }
      case UdpResponse.Announced(int transaction, AnnounceResponse.Peers peers)
          when isAnnouncing(transaction) -> {
        done(transaction);
        yield List.of(peers);
      }
      case UdpResponse.Failed(int transaction, String reason) when isConnecting(transaction) -> {
        giveUp(reason);
        yield List.of();
      }
      case UdpResponse.Failed(int transaction, String reason) when isAnnouncing(transaction) -> {
        failure = reason;
        done(transaction);
        yield List.of();
      }
      case UdpResponse.Connected _,
          UdpResponse.Announced _,
          UdpResponse.Failed _,
          UdpResponse.Scraped _ ->
          null;
      case null -> null;
    };
  }

  /// Repeats or gives up if it is time; returns when it will be time again.
  long advance(long nowNanos, Outbox outbox) {
    if (isOver()) {
      return nowNanos + Round.IDLE_NANOS;
    }
    if (nowNanos - deadlineNanos >= 0) {
      if (tried >= tries) {
        giveUp("no answer");
        return nowNanos + Round.IDLE_NANOS;
      }
      if (state instanceof State.Announcing(_, long since)
          && nowNanos - since >= CONNECTION_LIFE_NANOS) {
        state = new State.Connecting(random.nextInt());
      }
      send(nowNanos, outbox);
    }
    return deadlineNanos;
  }

  /// What was said last did not leave.
  void unsent(String reason) {
    if (!isOver()) {
      giveUp(reason);
    }
  }

  boolean isOver() {
    return state instanceof State.Over;
  }

  String failure() {
    return failure;
  }

  private boolean isConnecting(int transaction) {
    return state instanceof State.Connecting(int ours) && ours == transaction;
  }

  private boolean isAnnouncing(int transaction) {
    return state instanceof State.Announcing && awaited.containsKey(transaction);
  }

  private void done(int transaction) {
    awaited.remove(transaction);
    if (awaited.isEmpty()) {
      state = new State.Over();
    }
  }

  private void giveUp(String reason) {
    failure = reason;
    awaited.clear();
    state = new State.Over();
  }

  private void send(long nowNanos, Outbox outbox) {
    switch (state) {
      case State.Connecting(int transaction) -> send(new UdpRequest.Connect(transaction), outbox);
      case State.Announcing(long connection, _) ->
          awaited.forEach((transaction, request) ->
              send(new UdpRequest.Announce(connection, transaction, request, target), outbox));
      case State.Over() -> {}
    }
    deadlineNanos = nowNanos + (firstWaitNanos << tried);
    tried++;
  }

  private void send(UdpRequest request, Outbox outbox) {
    outbox.add(tracker.send(UdpRequestCodec.encode(request)));
  }
}
