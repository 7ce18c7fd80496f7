package dev.freshet.core.node;

import dev.freshet.core.api.Transports;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.utp.Utp;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where a node keeps the connections that are carried in datagrams, if there may be any. Above it
/// they are connections like all others.
final class UtpDesk {
  private final @Nullable Utp utp;

  /// No chance is drawn where there is no uTP.
  UtpDesk(Transports transports, RandomGenerator random) {
    utp = transports.utp() ? new Utp(random) : null;
  }

  /// A datagram. False if it is not uTP's.
  boolean took(long now, NetInput.DatagramReceived datagram, Outbox out) {
    return utp != null && utp.received(now, datagram.from(), datagram.bytes(), out);
  }

  /// Takes out of `out` what is wanted of these connections.
  void take(long now, Outbox out) {
    if (utp != null) {
      utp.take(now, out);
    }
  }

  /// A round is over: tells what has happened to connections in it, then sends what is to be sent.
  void advance(long now, Consumer<NetInput> told, Outbox out) {
    if (utp == null || now - utp.deadline() < 0) {
      return;
    }
    for (NetInput news = utp.news(now); news != null; news = utp.news(now)) {
      told.accept(news);
      utp.take(now, out);
    }
    utp.transmit(now, out);
  }

  long deadline() {
    return utp == null ? Long.MAX_VALUE : utp.deadline();
  }
}
