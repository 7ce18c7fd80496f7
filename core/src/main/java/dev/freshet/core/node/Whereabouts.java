package dev.freshet.core.node;

import dev.freshet.core.api.PortMapping;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.torrent.Ports;
import dev.freshet.protocol.IpAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where others reach us, and that they are told when it changes: at which addresses this machine
/// is, what the gateway maps to us, and at which address others say they see us.
///
/// Addresses come one by one when a network comes up, so a change counts once a second look finds
/// the same. Nobody is told oftener than once a minute, whatever others say.
final class Whereabouts {
  /// The time between two looks at the addresses of this machine.
  static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(15);

  /// The time to the second look, when the first has found others than before.
  static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// The time between two words of it.
  static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /// How we have moved; of two the later here is the greater.
  enum Move {
    NONE,
    /// Others reach us elsewhere, through the same network.
    OUTSIDE,
    /// This machine is in another network, or in one again.
    HERE
  }

  private final MappingDesk mapping;
  private final Ports ports;
  private @Nullable List<IpAddress> told;
  private List<IpAddress> seen = List.of();
  private @Nullable IpAddress external;
  private int saidElsewhere;
  private int port;
  private long lookAt;
  private Move due = Move.NONE;
  private long notBefore;

  Whereabouts(NodeOptions options, Ports ports, RandomGenerator random) {
    this.mapping = new MappingDesk(options, ports, random);
    this.ports = ports;
    this.port = ports.peers();
    this.lookAt = options.watchAddresses() ? 0 : Long.MAX_VALUE;
  }

  /// What the network tells. False if it is not about where we are.
  boolean took(long now, NetInput input, Outbox out) {
    if (input instanceof NetInput.AddressesFound(var addresses)) {
      found(now, addresses);
      return true;
    }
    return mapping.took(now, input, out);
  }

  private void found(long now, List<IpAddress> addresses) {
    if (told != null && !addresses.equals(seen)) {
      seen = addresses;
      lookAt = now + SETTLE_NANOS;
      return;
    }
    seen = addresses;
    if (told != null && !addresses.isEmpty() && !addresses.equals(told)) {
      due = Move.HERE;
      mapping.hurry(now);
    }
    // having been nowhere makes it a move to be where we were before
    told = addresses;
  }

  /// Does what is due, and says what others are to be told.
  ///
  /// @param nodesSay grows when nodes of the DHT have come to see us elsewhere
  Move advance(long now, int nodesSay, Outbox out) {
    if (now - lookAt >= 0) {
      lookAt = now + LOOK_NANOS;
      out.add(new NetEffect.FindAddresses());
    }
    mapping.advance(now, out);
    if (elsewhere(nodesSay + ports.seenElsewhere()) && due == Move.NONE) {
      due = Move.OUTSIDE;
    }
    if (due == Move.NONE || now - notBefore < 0) {
      return Move.NONE;
    }
    Move move = due;
    due = Move.NONE;
    notBefore = now + PAUSE_NANOS;
    return move;
  }

  private boolean elsewhere(int othersSay) {
    PortMapping mapped = ports.mapping();
    IpAddress address = mapped == null ? null : mapped.externalIp();
    boolean elsewhere =
        ports.peers() != port
            || othersSay != saidElsewhere
            || (address != null && external != null && !address.equals(external));
    port = ports.peers();
    saidElsewhere = othersSay;
    external = address == null ? external : address;
    return elsewhere;
  }

  /// Where this machine is, as it was found last.
  List<IpAddress> addresses() {
    return seen;
  }

  /// We leave; true once nothing of ours is left at the gateway.
  boolean leave(long now, Outbox out) {
    lookAt = Long.MAX_VALUE;
    due = Move.NONE;
    return mapping.leave(now, out);
  }

  /// When to call [#advance] again; [Long#MAX_VALUE] for never.
  long deadline() {
    long next = Math.min(lookAt, mapping.deadline());
    return due == Move.NONE ? next : Math.min(next, notBefore);
  }
}
