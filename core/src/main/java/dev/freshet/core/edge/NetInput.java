package dev.freshet.core.edge;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the network tells. Connections that the node opened have the ids it chose, which are
/// positive; those that came in have negative ids, chosen by the shell. No id is used twice.
public sealed interface NetInput extends Input {
  /// The connection that was asked for stands.
  record Connected(int conn) implements NetInput {}

  /// Someone connected to us. Nothing is read before the node says [NetEffect.Reading].
  record Accepted(int conn, Endpoint from) implements NetInput {}

  /// Bytes came; the core releases the lease, and may change the bytes before.
  record Received(int conn, Lease bytes) implements NetInput {}

  /// So many bytes given to [NetEffect.Send] have left for the kernel since the last such word.
  record Sent(int conn, int bytes) implements NetInput {}

  /// The connection is gone, or never came to be; `reason` is one clause for people. Not told for
  /// connections that the node closed itself.
  ///
  /// @param byProxy whether it is the proxy that does not work, so that nothing is known of the
  ///   peer
  record Closed(int conn, String reason, boolean byProxy) implements NetInput {
    /// One for which no proxy is to blame.
    public Closed(int conn, String reason) {
      this(conn, reason, false);
    }
  }

  /// The answer to [NetEffect.Fetch], whatever its HTTP status.
  record Fetched(long request, int status, byte[] body) implements NetInput {}

  /// [NetEffect.Fetch] brought no answer.
  record FetchFailed(long request, String reason) implements NetInput {}

  /// The next bytes of a [NetEffect.FetchRange]; the core releases the lease.
  record RangeReceived(long request, Lease bytes) implements NetInput {}

  /// All bytes of a [NetEffect.FetchRange] have been told.
  record RangeEnded(long request) implements NetInput {}

  /// No more comes of a [NetEffect.FetchRange]; `reason` is one clause for people.
  ///
  /// @param retryNanos how long the server asks to be left alone; 0 if it does not say
  record RangeFailed(long request, RangeProblem problem, String reason, long retryNanos)
      implements NetInput {}

  /// The answer to [NetEffect.Resolve]; empty if the name has no address.
  record Resolved(long request, List<IpAddress> addresses) implements NetInput {
    public Resolved {
      addresses = List.copyOf(addresses);
    }
  }

  /// A datagram came to our UDP port; `bytes` is the core's from now on.
  record DatagramReceived(Endpoint from, ByteBuffer bytes) implements NetInput {}

  /// Whoever relays our datagrams does not: those on their way there are lost. `reason` is one
  /// clause for people.
  record RelayFailed(String reason) implements NetInput {}

  /// A machine of the local network called out to a group that the node has called to
  /// ([NetEffect.CallGroup]), perhaps this one; `bytes` is the core's from now on.
  record GroupCalled(Endpoint from, ByteBuffer bytes) implements NetInput {}

  /// The answer to [NetEffect.FindGateway]; null if no machine is known to lead out.
  record GatewayFound(@Nullable Gateway gateway) implements NetInput {}

  /// The answer to [NetEffect.FindAddresses]: those at which others may reach us, each once, in the
  /// order of [IpAddress]. None of this machine alone, or of one wire. Empty if there is no
  /// network.
  record AddressesFound(List<IpAddress> addresses) implements NetInput {
    public AddressesFound {
      addresses = List.copyOf(addresses);
    }
  }
}
