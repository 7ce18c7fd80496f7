package dev.freshet.core.mapping;

import dev.freshet.core.api.PortMapping;
import dev.freshet.core.edge.Gateway;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.mapping.GatewayReply;
import dev.freshet.protocol.mapping.NatPmp;
import dev.freshet.protocol.mapping.Pcp;
import dev.freshet.protocol.mapping.Refusal;
import dev.freshet.protocol.mapping.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The gateway asked by datagrams: PCP (RFC 6887) first; NAT-PMP (RFC 6886) where it answers that
/// it knows no PCP, or twice nothing. One question is out at a time, repeated as each protocol
/// says: after 3 s, doubled, with some chance, or after 250 ms, doubled, nine times.
final class PortControl {
  /// For how long a mapping is asked for (RFC 6886 section 3.3).
  static final int LIFETIME_SECONDS = 7200;

  private static final int PCP_TRIES = 2;
  private static final int PMP_TRIES = 9;
  private static final int GOODBYE_TRIES = 3;
  private static final long PCP_FIRST_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long PMP_FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long USUAL_RETRY_SECONDS = TimeUnit.MINUTES.toSeconds(30);
  private static final long MAX_RETRY_SECONDS = TimeUnit.DAYS.toSeconds(1);

  /// A lifetime shorter than this would keep us asking.
  private static final long MIN_LIFETIME_SECONDS = 120;

  /// Something to be asked from time to time: for a port, or, with none, for the address that
  /// others see.
  private static final class Errand {
    final @Nullable Port port;
    final Pcp.Nonce nonce;
    int externalPort;
    boolean granted;
    long dueAt;
    long expiresAt = Long.MAX_VALUE;

    Errand(@Nullable Port port, Pcp.Nonce nonce, long dueAt) {
      this.port = port;
      this.nonce = nonce;
      this.dueAt = dueAt;
      this.externalPort = port == null ? 0 : port.number();
    }
  }

  private final Gateway gateway;
  private final List<Port> ports;
  private final RandomGenerator random;
  private final List<Errand> errands = new ArrayList<>();
  private final Epoch epoch = new Epoch();
  private boolean pcp = true;
  private boolean leaving;
  private @Nullable Errand asked;
  private int tries;
  private long resendAt;
  private @Nullable IpAddress externalIp;
  private Outcome outcome = new Outcome.Pending();

  PortControl(Gateway gateway, List<Port> ports, RandomGenerator random, long now) {
    this.gateway = gateway;
    this.ports = ports;
    this.random = random;
    begin(now);
  }

  private void begin(long now) {
    errands.clear();
    asked = null;
    if (!pcp) {
      errands.add(new Errand(null, new Pcp.Nonce(0, 0), now));
    }
    for (Port port : ports) {
      errands.add(new Errand(port, new Pcp.Nonce(random.nextLong(), random.nextInt()), now));
    }
  }

  Outcome outcome() {
    return outcome;
  }

  /// A datagram came; false if it is no answer to what was asked.
  boolean received(long now, Endpoint from, ByteBuffer bytes) {
    Errand errand = asked;
    if (from.port() != NatPmp.PORT || !from.ip().equals(gateway.ip()) || errand == null) {
      return false;
    }
    GatewayReply reply = pcp ? Pcp.decode(bytes, errand.nonce) : NatPmp.decode(bytes);
    if (reply == null || !fits(reply, errand)) {
      return false;
    }
    if (epoch.restarted(now, reply.epochSeconds())) {
      errands.forEach(other -> other.dueAt = now);
    }
    asked = null;
    switch (reply) {
      case GatewayReply.Mapped mapped -> granted(now, errand, mapped);
      case GatewayReply.ExternalAddress(IpAddress ip, long _) -> {
        externalIp = ip.isUnspecified() ? null : ip;
        located(now, errand);
      }
      case GatewayReply.Refused refused -> refused(now, errand, refused);
    }
    return true;
  }

  /// The address is asked for again when mappings are.
  private void located(long now, Errand errand) {
    errand.granted = true;
    errand.dueAt = now + TimeUnit.SECONDS.toNanos(LIFETIME_SECONDS / 2);
    errand.expiresAt = now + TimeUnit.SECONDS.toNanos(LIFETIME_SECONDS);
    settle();
  }

  private static boolean fits(GatewayReply reply, Errand errand) {
    Port port = errand.port;
    return switch (reply) {
      case GatewayReply.Mapped mapped ->
          port != null
              && mapped.transport() == port.transport()
              && mapped.internalPort() == port.number();
      case GatewayReply.ExternalAddress _ -> port == null;
      case GatewayReply.Refused _ -> true;
    };
  }

  private void granted(long now, Errand errand, GatewayReply.Mapped mapped) {
    if (leaving) {
      errands.remove(errand);
      return;
    }
    long seconds = Math.clamp(mapped.lifetimeSeconds(), MIN_LIFETIME_SECONDS, MAX_RETRY_SECONDS);
    long lifetime = TimeUnit.SECONDS.toNanos(seconds);
    // a port after the first wishes for the same number, since peers guess that
    errand.granted = true;
    errand.externalPort = mapped.externalPort();
    for (Errand other : errands) {
      if (!other.granted && other.port != null) {
        other.externalPort = mapped.externalPort();
      }
    }
    errand.expiresAt = now + lifetime;
    // PCP wants some chance in it, so that not all of a network renew at once
    errand.dueAt = now + lifetime / 2 + (pcp ? random.nextLong(lifetime / 8) : 0);
    IpAddress ip = mapped.externalIp();
    externalIp = ip == null || ip.isUnspecified() ? externalIp : ip;
    settle();
  }

  private void refused(long now, Errand errand, GatewayReply.Refused refused) {
    if (leaving) {
      errands.remove(errand);
    } else if (pcp && refused.refusal() == Refusal.VERSION) {
      pcp = false;
      begin(now);
    } else if (errand.port == null) {
      // without knowing our address a mapping is still of use
      located(now, errand);
    } else {
      long seconds =
          refused.retrySeconds() == 0
              ? USUAL_RETRY_SECONDS
              : Math.clamp(refused.retrySeconds(), MIN_LIFETIME_SECONDS, MAX_RETRY_SECONDS);
      fail(refused.refusal().clause(), seconds);
    }
  }

  private void settle() {
    int tcp = 0;
    int udp = 0;
    for (Errand errand : errands) {
      Port port = errand.port;
      if (!errand.granted) {
        return;
      }
      tcp = port != null && port.transport() == Transport.TCP ? errand.externalPort : tcp;
      udp = port != null && port.transport() == Transport.UDP ? errand.externalPort : udp;
    }
    outcome = new Outcome.Mapped(new PortMapping(pcp ? "PCP" : "NAT-PMP", externalIp, tcp, udp));
  }

  private void fail(String reason, long retrySeconds) {
    outcome = new Outcome.Failed(reason, TimeUnit.SECONDS.toNanos(retrySeconds));
    asked = null;
    errands.clear();
  }

  /// Sends what is due.
  void advance(long now, Outbox out) {
    Errand errand = asked;
    if (errand != null && now - resendAt >= 0) {
      if (isEnough(now, errand)) {
        asked = null;
        unanswered(now, errand);
      } else {
        send(now, errand, out);
      }
    }
    while (asked == null) {
      Errand next = null;
      for (Errand one : errands) {
        next = next == null || one.dueAt - next.dueAt < 0 ? one : next;
      }
      if (next == null || now - next.dueAt < 0) {
        return;
      }
      asked = next;
      tries = 0;
      send(now, next, out);
    }
  }

  private boolean isEnough(long now, Errand errand) {
    if (leaving) {
      return tries >= GOODBYE_TRIES;
    }
    return errand.granted ? now - errand.expiresAt >= 0 : tries >= (pcp ? PCP_TRIES : PMP_TRIES);
  }

  private void unanswered(long now, Errand errand) {
    if (leaving) {
      errands.remove(errand);
    } else if (errand.granted || pcp) {
      // gone, or it may know the older protocol; either way from the beginning
      pcp = errand.granted;
      outcome = new Outcome.Pending();
      begin(now);
    } else {
      fail("it does not answer", USUAL_RETRY_SECONDS);
    }
  }

  private void send(long now, Errand errand, Outbox out) {
    tries++;
    long nanos = (pcp && !leaving ? PCP_FIRST_NANOS : PMP_FIRST_NANOS) << Math.min(tries - 1, 8);
    resendAt = now + nanos + (pcp ? random.nextLong(nanos / 5) - nanos / 10 : 0);
    out.add(new NetEffect.SendDatagram(new Endpoint(gateway.ip(), NatPmp.PORT), question(errand)));
  }

  private ByteBuffer question(Errand errand) {
    Port port = errand.port;
    if (port == null) {
      return NatPmp.askAddress();
    }
    int seconds = leaving ? 0 : LIFETIME_SECONDS;
    if (pcp) {
      return Pcp.askMapping(
          gateway.local(),
          errand.nonce,
          port.transport(),
          port.number(),
          errand.externalPort,
          seconds);
    }
    int wished = leaving ? 0 : errand.externalPort;
    return NatPmp.askMapping(port.transport(), port.number(), wished, seconds);
  }

  /// Gives back what was granted.
  void leave(long now) {
    leaving = true;
    asked = null;
    errands.removeIf(errand -> errand.port == null || !errand.granted);
    errands.forEach(errand -> errand.dueAt = now);
  }

  /// Whether nothing is left to be given back.
  boolean isGone() {
    return errands.isEmpty();
  }

  /// When to call [#advance] again; [Long#MAX_VALUE] for never.
  long deadline() {
    if (asked != null) {
      return resendAt;
    }
    return errands.stream().mapToLong(errand -> errand.dueAt).min().orElse(Long.MAX_VALUE);
  }
}
