package dev.freshet.core.announce;

import dev.freshet.core.api.Datagrams;
import dev.freshet.core.edge.Destination;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.TrackerUrl;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An announce over UDP: look the tracker up, then talk to one address of each family, since a
/// tracker knows us under the address that it sees and gives peers of the same family (BEP 15).
/// Where datagrams are relayed, to whichever address whoever relays them knows.
final class UdpRound implements Round {
  private static final long NO_REQUEST = -1;

  private final Identity identity;
  private final TrackerUrl url;
  private final List<AnnounceRequest> requests;
  private final long firstWaitNanos;
  private final int tries;
  private final int turn;
  private final List<UdpConversation> conversations = new ArrayList<>();
  private List<IpAddress> addresses;
  private long lookup = NO_REQUEST;
  private String failure = "no answer";

  /// @param addresses of the tracker, if they are known already
  /// @param turn which of several addresses to take, modulo their number
  UdpRound(
      Identity identity,
      TrackerUrl url,
      List<AnnounceRequest> requests,
      List<IpAddress> addresses,
      int turn,
      long firstWaitNanos,
      int tries) {
    this.identity = identity;
    this.url = url;
    this.requests = requests;
    this.addresses = addresses;
    this.turn = turn;
    this.firstWaitNanos = firstWaitNanos;
    this.tries = tries;
  }

  /// The tracker's addresses; empty as long as they are not known.
  List<IpAddress> addresses() {
    return addresses;
  }

  @Override
  public void begin(long nowNanos, Outbox outbox) {
    IpAddress literal = url.ip();
    if (literal != null) {
      addresses = List.of(literal);
    }
    if (addresses.isEmpty() && identity.datagrams() == Datagrams.RELAYED) {
      begin(new Destination.Named(url.host(), url.port()), nowNanos, outbox);
    } else if (addresses.isEmpty()) {
      lookup = identity.requestIds().getAsLong();
      outbox.add(new NetEffect.Resolve(lookup, url.host()));
    } else {
      converse(nowNanos, outbox);
    }
  }

  @Override
  public @Nullable List<AnnounceResponse.Peers> arrived(
      long nowNanos, NetInput input, Outbox outbox) {
    return switch (input) {
      case NetInput.Resolved(long request, List<IpAddress> found)
          when lookup != NO_REQUEST && request == lookup -> {
        lookup = NO_REQUEST;
        addresses = found;
        converse(nowNanos, outbox);
        yield List.of();
      }
      case NetInput.DatagramReceived(Endpoint from, ByteBuffer bytes) ->
          datagram(nowNanos, from, bytes, outbox);
      case NetInput.RelayFailed(String reason) -> {
        conversations.forEach(conversation -> conversation.unsent(reason));
        yield null;
      }
      case NetInput.Resolved _,
          NetInput.GroupCalled _,
          NetInput.GatewayFound _,
          NetInput.AddressesFound _,
          NetInput.Fetched _,
          NetInput.FetchFailed _,
          NetInput.RangeReceived _,
          NetInput.RangeEnded _,
          NetInput.RangeFailed _,
          NetInput.Connected _,
          NetInput.Accepted _,
          NetInput.Received _,
          NetInput.Sent _,
          NetInput.Closed _ ->
          null;
    };
  }

  @Override
  public long advance(long nowNanos, Outbox outbox) {
    long next = nowNanos + IDLE_NANOS;
    for (UdpConversation conversation : conversations) {
      long deadline = conversation.advance(nowNanos, outbox);
      next = deadline - next < 0 ? deadline : next;
    }
    return next;
  }

  @Override
  public boolean isSettled() {
    return isOver() || conversations.stream().anyMatch(UdpConversation::isOver);
  }

  @Override
  public boolean isOver() {
    return lookup == NO_REQUEST && conversations.stream().allMatch(UdpConversation::isOver);
  }

  @Override
  public String failure() {
    return conversations.isEmpty() ? failure : conversations.getFirst().failure();
  }

  private @Nullable List<AnnounceResponse.Peers> datagram(
      long nowNanos, Endpoint from, ByteBuffer bytes, Outbox outbox) {
    for (UdpConversation conversation : conversations) {
      List<AnnounceResponse.Peers> answers = conversation.arrived(nowNanos, from, bytes, outbox);
      if (answers != null) {
        return answers;
      }
    }
    return null;
  }

  private void converse(long nowNanos, Outbox outbox) {
    begin(addresses.stream().filter(IpAddress::isV4).toList(), nowNanos, outbox);
    begin(addresses.stream().filter(ip -> !ip.isV4()).toList(), nowNanos, outbox);
    if (conversations.isEmpty()) {
      failure = "no address for " + url.host();
    }
  }

  private void begin(List<IpAddress> family, long nowNanos, Outbox outbox) {
    if (family.isEmpty()) {
      return;
    }
    Endpoint tracker = new Endpoint(family.get(turn % family.size()), url.port());
    begin(new Destination.At(tracker), nowNanos, outbox);
  }

  private void begin(Destination tracker, long nowNanos, Outbox outbox) {
    UdpConversation conversation =
        new UdpConversation(
            tracker, url.target(), requests, identity.random(), firstWaitNanos, tries);
    conversations.add(conversation);
    conversation.begin(nowNanos, outbox);
  }
}
