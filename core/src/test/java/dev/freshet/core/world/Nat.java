package dev.freshet.core.world;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.util.Map;
import java.util.TreeMap;

/// A router with one machine behind it, which nobody reaches by TCP. What it does with datagrams is
/// one of the four kinds of RFC 3489.
final class Nat {
  enum Kind {
    /// Once it has sent anything, everybody gets through.
    FULL_CONE,
    /// Who has the address of somebody that it has sent to.
    ADDRESS_RESTRICTED,
    /// Somebody that it has sent to.
    PORT_RESTRICTED,
    /// The same, and it sends to each from another port.
    SYMMETRIC
  }

  private static final int FIRST_PORT = 20_000;

  private final Kind kind;
  private final Endpoint inside;

  /// From where outside it has sent to whom.
  private final Map<Endpoint, Endpoint> mappings = new TreeMap<>();

  /// @param inside the machine, whose port the router keeps if it can
  Nat(Kind kind, Endpoint inside) {
    this.kind = kind;
    this.inside = inside;
  }

  /// A datagram leaves; where it seems to come from.
  Endpoint leaves(Endpoint to) {
    return mappings.computeIfAbsent(
        to,
        _ ->
            kind == Kind.SYMMETRIC
                ? new Endpoint(inside.ip(), FIRST_PORT + mappings.size())
                : inside);
  }

  /// Whether a datagram gets in.
  boolean admits(Endpoint from, Endpoint to) {
    IpAddress sender = from.ip();
    return switch (kind) {
      case FULL_CONE -> to.equals(inside) && !mappings.isEmpty();
      case ADDRESS_RESTRICTED ->
          to.equals(inside) && mappings.keySet().stream().anyMatch(it -> it.ip().equals(sender));
      case PORT_RESTRICTED, SYMMETRIC -> to.equals(mappings.get(from));
    };
  }
}
