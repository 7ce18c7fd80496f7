package dev.freshet.sim.world;

import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.RangeProblem;
import dev.freshet.sim.fault.Fault;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The HTTP requests of one life of a host.
final class Browser {
  private final World world;
  private final Host host;
  private final Consumer<Input> tell;
  private final Map<Long, WebServer.Transfer> transfers = new TreeMap<>();
  private boolean closed;

  Browser(World world, Host host, Consumer<Input> tell) {
    this.world = world;
    this.host = host;
    this.tell = tell;
  }

  /// The life is over: nobody hears of its requests any more.
  void close() {
    closed = true;
    transfers.values().forEach(WebServer.Transfer::cancel);
  }

  void fetch(NetEffect.Fetch fetch) {
    long request = fetch.request();
    if (!world.tracker().isUp()) {
      world.faults().count(Fault.TRACKER_DOWN);
      later(fetch.timeoutNanos(), () -> new NetInput.FetchFailed(request, "no answer in time"));
    } else if (!fetch.url().startsWith(World.TRACKER)) {
      later(trip(), () -> new NetInput.FetchFailed(request, "no such host"));
    } else {
      later(
          trip(),
          () ->
              new NetInput.Fetched(
                  request,
                  200,
                  world.tracker().answer(world.now(), fetch.url(), host.endpoint().ip())));
    }
  }

  void fetch(NetEffect.FetchRange range) {
    WebServer server = world.web();
    if (server == null || !range.url().equals(WebServer.URL)) {
      later(
          trip(),
          () ->
              new NetInput.RangeFailed(
                  range.request(), RangeProblem.UNREACHABLE, "no such host", 0));
    } else {
      transfers.put(range.request(), server.begin(range, host, this::heard));
    }
  }

  void cancel(long request) {
    WebServer.Transfer transfer = transfers.remove(request);
    if (transfer != null) {
      transfer.cancel();
    }
  }

  private void heard(NetInput input) {
    if (input instanceof NetInput.RangeEnded(long request)) {
      transfers.remove(request);
    }
    if (!closed) {
      tell.accept(input);
    } else if (input instanceof NetInput.RangeReceived(long _, var bytes)) {
      bytes.release();
    }
  }

  private void later(long nanos, Supplier<Input> input) {
    host.after(
        nanos,
        () -> {
          if (!closed) {
            tell.accept(input.get());
          }
        });
  }

  private long trip() {
    return 2 * host.line().delayNanos();
  }
}
