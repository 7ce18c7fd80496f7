package dev.freshet.core.mapping;

import dev.freshet.core.api.Event;
import dev.freshet.core.api.PortMapping;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Gateway;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.mapping.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Has our ports mapped by the gateway, whoever that is, for as long as we run.
///
/// # Theory of operation
///
/// The gateway is looked up, without a word on the network, and looked up again every minute; if it
/// is another, or our own address is, all begins anew. It is asked by PCP or NAT-PMP
/// ([PortControl]) and, if three seconds bring no yes, by UPnP beside that ([Upnp]); the first yes
/// counts and the other way is given up. Where both fail it is tried again later. At the end what
/// was granted is given back, for which the node waits a moment.
///
/// Only IPv4 is mapped: IPv6 has no translation, and few gateways open their filter on request.
public final class PortMapper {
  private static final long LOOK_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long HEAD_START_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final List<Port> ports = new ArrayList<>();
  private final RequestIds ids = new RequestIds();
  private final RandomGenerator random;
  private @Nullable Gateway gateway;
  private @Nullable PortControl control;
  private @Nullable Upnp upnp;
  private long lookAt;
  private long upnpAt = Long.MAX_VALUE;
  private long retryAt = Long.MAX_VALUE;
  private long goneAt = Long.MAX_VALUE;
  private boolean leaving;
  private @Nullable Event told;

  /// @param tcpPort what peers reach, 0 for none
  /// @param udpPort what the DHT reaches, 0 for none
  public PortMapper(int tcpPort, int udpPort, RandomGenerator random) {
    if (tcpPort != 0) {
      ports.add(new Port(Transport.TCP, tcpPort));
    }
    if (udpPort != 0) {
      ports.add(new Port(Transport.UDP, udpPort));
    }
    this.random = random;
    this.lookAt = ports.isEmpty() ? Long.MAX_VALUE : 0;
  }

  /// Takes what the network tells; false if it is not for us. To be followed by [#advance].
  public boolean took(long now, NetInput input, Outbox out) {
    if (input instanceof NetInput.GatewayFound(Gateway found)) {
      found(now, found, out);
      return true;
    }
    if (input instanceof NetInput.DatagramReceived(Endpoint from, ByteBuffer bytes)) {
      return (control != null && control.received(now, from, bytes))
          || (upnp != null && upnp.received(from, bytes, out));
    }
    return upnp != null && upnp.answered(now, input, out);
  }

  private void found(long now, @Nullable Gateway found, Outbox out) {
    if (leaving || (found == null ? gateway == null && told != null : found.equals(gateway))) {
      return;
    }
    gateway = found;
    if (told instanceof Event.PortMapped) {
      tell(new Event.PortNotMapped("the gateway is another one now"), out);
    }
    if (found == null) {
      control = null;
      upnp = null;
      upnpAt = Long.MAX_VALUE;
      retryAt = Long.MAX_VALUE;
      tell(new Event.PortNotMapped("no gateway is known"), out);
    } else {
      begin(now, found);
    }
  }

  private void begin(long now, Gateway at) {
    control = new PortControl(at, ports, random, now);
    upnp = null;
    upnpAt = now + HEAD_START_NANOS;
    retryAt = Long.MAX_VALUE;
  }

  /// There may be another gateway now: looks soon.
  public void hurry(long now) {
    if (lookAt != Long.MAX_VALUE) {
      lookAt = now;
    }
  }

  /// Does what is due.
  public void advance(long now, Outbox out) {
    if (!leaving && now - lookAt >= 0) {
      lookAt = now + LOOK_NANOS;
      out.add(new NetEffect.FindGateway());
    }
    Gateway at = gateway;
    if (at != null && !leaving && now - retryAt >= 0) {
      begin(now, at);
    }
    if (now - goneAt >= 0) {
      // it takes too long to say so
      control = null;
      upnp = null;
      goneAt = Long.MAX_VALUE;
    }
    PortControl byDatagram = control;
    if (byDatagram != null) {
      byDatagram.advance(now, out);
      if (byDatagram.outcome() instanceof Outcome.Failed && upnp == null && !leaving) {
        upnpAt = now;
      }
    }
    if (at != null && upnp == null && now - upnpAt >= 0) {
      upnpAt = Long.MAX_VALUE;
      upnp = new Upnp(at, ports, ids, random, now);
    }
    if (upnp != null) {
      upnp.advance(now, out);
    }
    if (!leaving) {
      settle(now, out);
    }
  }

  private void settle(long now, Outbox out) {
    Outcome one = control == null ? null : control.outcome();
    Outcome other = upnp == null ? null : upnp.outcome();
    if (one instanceof Outcome.Mapped(PortMapping mapping)) {
      upnpAt = Long.MAX_VALUE;
      upnp = null;
      tell(new Event.PortMapped(mapping), out);
    } else if (other instanceof Outcome.Mapped(PortMapping mapping)) {
      control = null;
      tell(new Event.PortMapped(mapping), out);
    } else if (other instanceof Outcome.Failed(String reason, long retry)
        && !(one instanceof Outcome.Pending)
        && retryAt == Long.MAX_VALUE) {
      String first = one instanceof Outcome.Failed(String why, long _) ? why : reason;
      retryAt = now + retry;
      tell(
          new Event.PortNotMapped(
              "the gateway does not map ports, by PCP or NAT-PMP: %s, by UPnP: %s"
                  .formatted(first, reason)),
          out);
    }
  }

  private void tell(Event event, Outbox out) {
    if (!event.equals(told)) {
      told = event;
      out.add(new Effect.Notify(event));
    }
  }

  /// How we are reached now; null if no gateway maps our ports.
  public @Nullable PortMapping mapping() {
    return told instanceof Event.PortMapped(PortMapping mapping) ? mapping : null;
  }

  /// We leave: what was granted is given back.
  public void leave(long now, Outbox out) {
    if (!leaving) {
      leaving = true;
      lookAt = Long.MAX_VALUE;
      upnpAt = Long.MAX_VALUE;
      goneAt = now + GOODBYE_NANOS;
      if (control != null) {
        control.leave(now);
      }
      if (upnp != null) {
        upnp.leave(out);
      }
    }
  }

  /// Whether all was given back, or the gateway has had its time for that.
  public boolean isGone() {
    return leaving && (control == null || control.isGone()) && (upnp == null || upnp.isGone());
  }

  /// When to call [#advance] again; [Long#MAX_VALUE] for never.
  public long deadline() {
    long next = Math.min(Math.min(lookAt, upnpAt), Math.min(retryAt, goneAt));
    next = control == null ? next : Math.min(next, control.deadline());
    return upnp == null ? next : Math.min(next, upnp.deadline());
  }
}
