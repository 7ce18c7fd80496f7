package dev.freshet.core.mapping;

import dev.freshet.core.api.PortMapping;
import dev.freshet.core.edge.Gateway;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.mapping.DeviceUrl;
import dev.freshet.protocol.mapping.GatewayService;
import dev.freshet.protocol.mapping.SoapAnswer;
import dev.freshet.protocol.mapping.SoapCall;
import dev.freshet.protocol.mapping.Ssdp;
import dev.freshet.protocol.mapping.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The gateway asked by UPnP: found by a call to the local network, described over HTTP, and told
/// what to do by calls over HTTP, one at a time. Whoever else answers is not listened to, and no
/// URL is followed to another address than the gateway's.
final class Upnp {
  /// The lease that is asked for; a gateway that knows only leases for good gets one of those.
  static final int LEASE_SECONDS = 7200;

  private static final int SEARCHES = 3;
  private static final int ANSWER_WITHIN_SECONDS = 2;
  private static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long CALL_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RENEW_NANOS = TimeUnit.SECONDS.toNanos(LEASE_SECONDS / 2);
  private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(30);
  private static final int MAX_ANSWER = 64 << 10;

  /// How many numbers are tried if others have the one wished for.
  private static final int PORT_TRIES = 5;

  private static final int LOWEST_PORT = 1024;

  private sealed interface State {
    /// Waiting for the gateway to answer a search. Leaves to [Describing] or [Failed].
    record Searching(int sent, long nextAt) implements State {}

    /// Waiting for its description. Leaves to [Locating] or [Failed].
    record Describing(DeviceUrl from) implements State {}

    /// Waiting for the address that others see. Leaves to [Mapping].
    record Locating() implements State {}

    /// Waiting for one port to be mapped. Leaves to itself for the next, to [Resting] or [Failed].
    record Mapping(int index, int tries) implements State {}

    /// All is mapped. Leaves to [Locating] when it is time to renew.
    record Resting(long renewAt) implements State {}

    /// Waiting for mappings to end. Final.
    record Leaving() implements State {}

    /// Nothing more is tried. Final.
    record Failed() implements State {}
  }

  private final Gateway gateway;
  private final List<Port> ports;
  private final RequestIds ids;
  private final RandomGenerator random;
  private final Map<Integer, Integer> external = new TreeMap<>();
  private final ArrayDeque<SoapCall> goodbyes = new ArrayDeque<>();
  private State state;
  private Outcome outcome = new Outcome.Pending();
  private @Nullable GatewayService service;
  private @Nullable IpAddress externalIp;
  private int leaseSeconds = LEASE_SECONDS;
  private long request;

  Upnp(Gateway gateway, List<Port> ports, RequestIds ids, RandomGenerator random, long now) {
    this.gateway = gateway;
    this.ports = ports;
    this.ids = ids;
    this.random = random;
    this.state = new State.Searching(0, now);
  }

  Outcome outcome() {
    return outcome;
  }

  /// A datagram came; false if it is no answer to a search.
  boolean received(Endpoint from, ByteBuffer bytes, Outbox out) {
    if (!(state instanceof State.Searching) || !from.ip().equals(gateway.ip())) {
      return false;
    }
    DeviceUrl location = Ssdp.decode(bytes);
    if (location == null) {
      return false;
    }
    if (location.ip().equals(gateway.ip())) {
      state = new State.Describing(location);
      request = ids.next();
      out.add(
          new NetEffect.CallDevice(request, location.toString(), "", "", MAX_ANSWER, CALL_NANOS));
    }
    return true;
  }

  /// An answer over HTTP came, or none; false if it is not ours.
  boolean answered(long now, NetInput input, Outbox out) {
    if (input instanceof NetInput.Fetched(long number, int status, byte[] body)
        && number == request) {
      heard(now, status, body, out);
      return true;
    }
    if (input instanceof NetInput.FetchFailed(long number, String reason) && number == request) {
      silent(reason, out);
      return true;
    }
    return false;
  }

  private void heard(long now, int status, byte[] body, Outbox out) {
    switch (state) {
      case State.Describing(DeviceUrl from) -> {
        GatewayService found = status == 200 ? GatewayService.in(body, from) : null;
        if (found == null) {
          fail("its description names no service that maps ports");
        } else {
          service = found;
          locate(found, out);
        }
      }
      case State.Locating() -> {
        IpAddress told = SoapAnswer.of(status, body).externalIp();
        externalIp = told == null || told.isUnspecified() ? null : told;
        map(0, 0, out);
      }
      case State.Mapping(int index, int tries) ->
          mapped(now, index, tries, SoapAnswer.of(status, body), out);
      case State.Leaving() -> goodbye(out);
      case State.Searching _, State.Resting _, State.Failed() -> {}
    }
  }

  private void silent(String reason, Outbox out) {
    if (state instanceof State.Leaving) {
      goodbye(out);
    } else {
      fail("it does not answer by HTTP: " + reason);
    }
  }

  private void locate(GatewayService at, Outbox out) {
    state = new State.Locating();
    call(at, SoapCall.externalAddress(at), CALL_NANOS, out);
  }

  private void map(int index, int tries, Outbox out) {
    GatewayService at = service;
    if (at == null) {
      throw new IllegalStateException("a mapping without a service");
    }
    state = new State.Mapping(index, tries);
    Port port = ports.get(index);
    int wished = external.getOrDefault(index, port.number());
    external.put(index, wished);
    call(
        at,
        SoapCall.map(at, port.transport(), wished, gateway.local(), port.number(), leaseSeconds),
        CALL_NANOS,
        out);
  }

  private void mapped(long now, int index, int tries, SoapAnswer answer, Outbox out) {
    switch (answer.errorCode()) {
      case 0 -> {
        if (answer.externalPort() != 0) {
          external.put(index, answer.externalPort());
        }
        if (index + 1 < ports.size()) {
          // a port after the first wishes for the same number, since peers guess that
          external.putIfAbsent(index + 1, external.getOrDefault(index, 0));
          map(index + 1, 0, out);
        } else {
          state = new State.Resting(now + RENEW_NANOS);
          outcome = new Outcome.Mapped(mapping());
        }
      }
      case SoapAnswer.PERMANENT_ONLY -> {
        if (leaseSeconds == 0) {
          failMapping(index, answer.clause());
        } else {
          leaseSeconds = 0;
          map(index, tries, out);
        }
      }
      case SoapAnswer.CONFLICT -> {
        if (tries + 1 >= PORT_TRIES) {
          failMapping(index, answer.clause());
        } else {
          external.put(index, random.nextInt(LOWEST_PORT, 0x10000));
          map(index, tries + 1, out);
        }
      }
      default -> failMapping(index, answer.clause());
    }
  }

  /// What was mapped before is left to its lease, or to [#leave].
  private void failMapping(int index, String reason) {
    external.remove(index);
    fail(reason);
  }

  private PortMapping mapping() {
    int tcp = 0;
    int udp = 0;
    for (int i = 0; i < ports.size(); i++) {
      int number = external.getOrDefault(i, 0);
      tcp = ports.get(i).transport() == Transport.TCP ? number : tcp;
      udp = ports.get(i).transport() == Transport.UDP ? number : udp;
    }
    return new PortMapping("UPnP", externalIp, tcp, udp);
  }

  private void fail(String reason) {
    state = new State.Failed();
    outcome = new Outcome.Failed(reason, RETRY_NANOS);
  }

  private void call(GatewayService at, SoapCall call, long timeoutNanos, Outbox out) {
    request = ids.next();
    out.add(
        new NetEffect.CallDevice(
            request,
            at.control().toString(),
            call.action(),
            call.body(),
            MAX_ANSWER,
            timeoutNanos));
  }

  /// Searches again, or renews.
  void advance(long now, Outbox out) {
    GatewayService at = service;
    if (state instanceof State.Searching(int sent, long nextAt) && now - nextAt >= 0) {
      search(now, sent, out);
    } else if (state instanceof State.Resting(long renewAt) && now - renewAt >= 0 && at != null) {
      locate(at, out);
    }
  }

  private void search(long now, int sent, Outbox out) {
    if (sent == SEARCHES) {
      fail("it does not answer a search");
      return;
    }
    for (String target : Ssdp.TARGETS) {
      out.add(new NetEffect.SendDatagram(Ssdp.GROUP, Ssdp.search(target, ANSWER_WITHIN_SECONDS)));
    }
    state = new State.Searching(sent + 1, now + SEARCH_NANOS);
  }

  /// Gives back what was granted.
  void leave(Outbox out) {
    GatewayService at = service;
    if (at != null) {
      external.forEach((index, number) ->
          goodbyes.add(SoapCall.unmap(at, ports.get(index).transport(), number)));
    }
    external.clear();
    state = new State.Leaving();
    goodbye(out);
  }

  private void goodbye(Outbox out) {
    SoapCall next = goodbyes.poll();
    GatewayService at = service;
    if (next == null || at == null) {
      state = new State.Failed();
    } else {
      call(at, next, GOODBYE_NANOS, out);
    }
  }

  /// Whether nothing is left to be given back.
  boolean isGone() {
    return !(state instanceof State.Leaving);
  }

  /// When to call [#advance] again; [Long#MAX_VALUE] for never.
  long deadline() {
    return switch (state) {
      case State.Searching(int _, long nextAt) -> nextAt;
      case State.Resting(long renewAt) -> renewAt;
      case State.Describing _, State.Locating(), State.Mapping _, State.Leaving(), State.Failed() ->
          Long.MAX_VALUE;
    };
  }
}
