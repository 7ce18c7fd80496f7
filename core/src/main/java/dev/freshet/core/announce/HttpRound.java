package dev.freshet.core.announce;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.announce.AnnounceBody;
import dev.freshet.protocol.announce.AnnounceException;
import dev.freshet.protocol.announce.AnnounceQuery;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.TrackerUrl;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An announce over HTTP: one fetch for each name (BEP 3).
final class HttpRound implements Round {
  private static final int MAX_BODY = 1 << 20;
  private static final int OK = 200;

  private final Identity identity;
  private final TrackerUrl url;
  private final List<AnnounceRequest> requests;
  private final long timeoutNanos;
  private final TreeSet<Long> awaited = new TreeSet<>();
  private String failure = "no answer";

  HttpRound(Identity identity, TrackerUrl url, List<AnnounceRequest> requests, long timeoutNanos) {
    this.identity = identity;
    this.url = url;
    this.requests = requests;
    this.timeoutNanos = timeoutNanos;
  }

  @Override
  public void begin(long nowNanos, Outbox outbox) {
    for (AnnounceRequest request : requests) {
      long id = identity.requestIds().getAsLong();
      awaited.add(id);
      outbox.add(new NetEffect.Fetch(id, AnnounceQuery.url(url, request), MAX_BODY, timeoutNanos));
    }
  }

  @Override
  public @Nullable List<AnnounceResponse.Peers> arrived(
      long nowNanos, NetInput input, Outbox outbox) {
    return switch (input) {
      case NetInput.Fetched(long id, int status, byte[] body) when awaited.remove(id) ->
          fetched(status, body);
      case NetInput.FetchFailed(long id, String reason) when awaited.remove(id) -> {
        failure = reason;
        yield List.of();
      }
      case NetInput.Fetched _,
          NetInput.FetchFailed _,
          NetInput.Connected _,
          NetInput.Accepted _,
          NetInput.Received _,
          NetInput.Sent _,
          NetInput.Closed _,
          NetInput.Resolved _,
          NetInput.RangeReceived _,
          NetInput.RangeEnded _,
          NetInput.RangeFailed _,
          NetInput.GroupCalled _,
          NetInput.GatewayFound _,
          NetInput.AddressesFound _,
          NetInput.RelayFailed _,
          NetInput.DatagramReceived _ ->
          null;
    };
  }

  @Override
  public long advance(long nowNanos, Outbox outbox) {
    return nowNanos + IDLE_NANOS;
  }

  @Override
  public boolean isSettled() {
    return awaited.isEmpty();
  }

  @Override
  public boolean isOver() {
    return awaited.isEmpty();
  }

  @Override
  public String failure() {
    return failure;
  }

  private List<AnnounceResponse.Peers> fetched(int status, byte[] body) {
    try {
      // a refusal may come with any status, and its own words are better than a number
      switch (AnnounceBody.decode(body)) {
        case AnnounceResponse.Refused(String reason) -> failure = reason;
        case AnnounceResponse.Peers peers -> {
          if (status == OK) {
            return List.of(peers);
          }
          failure = "HTTP status " + status;
        }
      }
    } catch (AnnounceException e) {
      failure = status == OK ? String.valueOf(e.getMessage()) : "HTTP status " + status;
    }
    return List.of();
  }
}
