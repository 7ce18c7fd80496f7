package dev.freshet.core.edge;

import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What the network is to do. Effects on a connection that is gone are ignored, their leases
/// released.
public sealed interface NetEffect extends Effect {
  /// Open a TCP connection under this id. Answered by [NetInput.Connected] or [NetInput.Closed];
  /// reading is on once it stands.
  record Connect(int conn, Endpoint to) implements NetEffect {}

  /// Queue the bytes from position to limit, in order. The shell releases `lease`, if any, when
  /// they have left; without one the bytes are the shell's. Answered by [NetInput.Sent].
  record Send(int conn, ByteBuffer bytes, @Nullable Lease lease) implements NetEffect {}

  /// Read from this connection from now on, or stop reading until told otherwise (back-pressure).
  record Reading(int conn, boolean on) implements NetEffect {}

  /// Send what is queued as far as the kernel takes it now, then close. No input follows.
  record Close(int conn) implements NetEffect {}

  /// Fetch by HTTP GET, at most `limit` bytes of body, within `timeoutNanos`. Answered by
  /// [NetInput.Fetched] or [NetInput.FetchFailed].
  record Fetch(long request, String url, int limit, long timeoutNanos) implements NetEffect {}

  /// Fetch `length` bytes from `begin` on of what this URL names, by HTTP GET with a range.
  /// Answered by [NetInput.RangeReceived] for each part of the body, in order, then by
  /// [NetInput.RangeEnded], or at any time by [NetInput.RangeFailed]. So few parts are read ahead
  /// of those released that who keeps them stops the server too.
  record FetchRange(long request, String url, long begin, long length) implements NetEffect {}

  /// Nothing more is wanted of a [FetchRange]. What is on its way may still be told.
  record CancelRange(long request) implements NetEffect {}

  /// Look up a host name. Answered by [NetInput.Resolved].
  record Resolve(long request, String host) implements NetEffect {}

  /// Call out to a multicast group of the local network, on every interface that the node may use,
  /// and from then on tell what others call ([NetInput.GroupCalled]). May be lost without a word.
  record CallGroup(Endpoint group, ByteBuffer bytes) implements NetEffect {}

  /// Send a datagram from our UDP port. May be lost without a word. The bytes stay as they are.
  ///
  /// @param whole that it must not be cut in two on its way, but lost where it does not fit
  record SendDatagram(Endpoint to, ByteBuffer bytes, boolean whole) implements NetEffect {
    /// One that gets there as it can.
    public SendDatagram(Endpoint to, ByteBuffer bytes) {
      this(to, bytes, false);
    }
  }

  /// Send a datagram from our UDP port to a host of which only the name is known, where somebody in
  /// between looks it up. May be lost without a word. The bytes stay as they are.
  record SendToName(String host, int port, ByteBuffer bytes) implements NetEffect {}

  /// Find out which machine leads out of the local network. Answered by [NetInput.GatewayFound].
  record FindGateway() implements NetEffect {}

  /// Find out at which addresses this machine is now. Answered by [NetInput.AddressesFound];
  /// connections from an address that it no longer has are closed meanwhile.
  record FindAddresses() implements NetEffect {}

  /// Call a device of the local network over HTTP: a GET, or a POST if there is a `body`, within
  /// `timeoutNanos`, at most `limit` bytes of answer; no redirect is followed. Answered by
  /// [NetInput.Fetched] or [NetInput.FetchFailed].
  ///
  /// @param action the header `SOAPAction` of a POST
  record CallDevice(
      long request, String url, String action, String body, int limit, long timeoutNanos)
      implements NetEffect {}
}
