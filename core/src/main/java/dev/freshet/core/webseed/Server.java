package dev.freshet.core.webseed;

import dev.freshet.core.api.WebSeedStatus;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.edge.RangeProblem;
import dev.freshet.core.piece.Block;
import dev.freshet.core.rate.Meter;
import dev.freshet.protocol.metainfo.Info;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One web seed: what is being fetched from it, and how far it is to be trusted with more.
///
/// *Theory of operation.* Blocks are fetched in [Run]s, at most [#MAX_RUNS] at once, each with one
/// request at a time. What comes is kept, its buffers held, until it is asked for with [#poll]:
/// since the network reads only so far ahead of what is released, a full disk or a rate limit slows
/// the server down. Until a piece that it sent has turned out right it is asked for little, and for
/// one thing at a time: a fast one that lies would otherwise have filled the disk's queue before
/// the first piece is hashed. A server that cannot be reached, or stalls, rests for twice as long
/// each time; one that says no [#MAX_REFUSALS] times in a row, or lied, is not asked again.
public final class Server {
  /// How many requests are under way at most: more than one, so that the line does not idle when
  /// one ends.
  static final int MAX_RUNS = 3;

  /// Who sends nothing for so long does not count on being waited for.
  static final long STALL_NANOS = 20_000_000_000L;

  /// How long a server rests after the first failure.
  static final long FIRST_REST_NANOS = 5_000_000_000L;

  /// The longest that a server rests, whatever it asks for.
  static final long MAX_REST_NANOS = 600_000_000_000L;

  /// After so many refusals without a success between them a server is given up.
  static final int MAX_REFUSALS = 5;

  /// What one request is for at least, in bytes, and at most.
  static final long LEAST_RUN = 128 << 10;

  static final long MOST_RUN = 16 << 20;

  private static final int MAX_DOUBLINGS = 7;

  private sealed interface State {
    /// May be asked. Leaves to [Resting] or [Dropped].
    record Ready() implements State {}

    /// Is let alone until then. Leaves to [Ready].
    ///
    /// @param asked whether the server asked for it
    record Resting(long untilNanos, String reason, boolean asked) implements State {}

    /// Is never asked again.
    record Dropped(String reason) implements State {}
  }

  private static final class Fetch {
    final Run run;
    final ArrayDeque<Lease> kept = new ArrayDeque<>();
    long request;
    long heardNanos;
    boolean ended;

    Fetch(Run run) {
      this.run = run;
    }
  }

  private final int key;
  private final SeedUrl url;
  private final Info info;
  private final LongSupplier requestIds;
  private final RandomGenerator random;
  private final List<Fetch> fetches = new ArrayList<>();
  private final ArrayDeque<Landed> landed = new ArrayDeque<>();
  private final Meter meter = Meter.overSeconds(5);
  private State state = new State.Ready();
  private boolean proven;
  private int failures;
  private int refusals;

  /// A server at this place; `key` stands for it where blocks and their senders are counted.
  public Server(int key, SeedUrl url, Info info, LongSupplier requestIds, RandomGenerator random) {
    this.key = key;
    this.url = url;
    this.info = info;
    this.requestIds = requestIds;
    this.random = random;
  }

  // What is wanted of it.

  /// Whether it may be asked for more now.
  public boolean free(long nowNanos) {
    if (state instanceof State.Resting(long until, String _, boolean _) && nowNanos - until >= 0) {
      state = new State.Ready();
    }
    return state instanceof State.Ready
        && (fetches.isEmpty() || (proven && fetches.size() < MAX_RUNS && nearlyDone(nowNanos)));
  }

  /// A piece fits its hash, and some of it came from here.
  public void proven() {
    proven = true;
  }

  /// Whether that was ever so.
  public boolean isProven() {
    return proven;
  }

  /// How many bytes to ask it for at once: what it sends in so many seconds, within limits.
  public long run(long nowNanos, double seconds) {
    return proven
        ? Math.clamp((long) (meter.rate(nowNanos) * seconds), LEAST_RUN, MOST_RUN)
        : LEAST_RUN;
  }

  /// Whether what is under way will be here in a third of a second: the next request only just
  /// comes in time.
  private boolean nearlyDone(long now) {
    long left = 0;
    for (Fetch fetch : fetches) {
      left += fetch.run.left();
    }
    return left <= meter.rate(now) / 3;
  }

  /// Fetches these blocks, in their order.
  public void fetch(long nowNanos, List<Block> blocks, Outbox out) {
    Fetch fetch = new Fetch(new Run(blocks, info, url));
    fetches.add(fetch);
    next(nowNanos, fetch, out);
  }

  private void next(long now, Fetch fetch, Outbox out) {
    Run.Range range = fetch.run.next(landed);
    if (range == null) {
      fetches.remove(fetch);
      failures = 0;
      refusals = 0;
      return;
    }
    fetch.request = requestIds.getAsLong();
    fetch.heardNanos = now;
    fetch.ended = false;
    out.add(new NetEffect.FetchRange(fetch.request, range.url(), range.begin(), range.length()));
  }

  /// Wants nothing more of it for now. The blocks that will not come.
  public List<Block> leave(Outbox out) {
    List<Block> missing = new ArrayList<>();
    for (Fetch fetch : List.copyOf(fetches)) {
      out.add(new NetEffect.CancelRange(fetch.request));
      missing.addAll(drop(fetch));
    }
    for (Landed block : landed) {
      missing.add(block.block());
      block.owner().release();
    }
    landed.clear();
    return missing;
  }

  /// It has sent what is not so: it is never asked again. The blocks that will not come.
  public List<Block> convict(Outbox out) {
    state = new State.Dropped("sent corrupt data");
    return leave(out);
  }

  // What comes.

  /// Whether this request is one of its.
  public boolean owns(long request) {
    return find(request) != null;
  }

  private @Nullable Fetch find(long request) {
    for (Fetch fetch : fetches) {
      if (fetch.request == request) {
        return fetch;
      }
    }
    return null;
  }

  /// Bytes came.
  public void received(long nowNanos, long request, Lease bytes) {
    Fetch fetch = find(request);
    if (fetch == null) {
      bytes.release();
      return;
    }
    meter.add(nowNanos, bytes.buffer().remaining());
    fetch.heardNanos = nowNanos;
    fetch.kept.add(bytes);
  }

  /// A request was answered to its end.
  public void ended(long request) {
    Fetch fetch = find(request);
    if (fetch != null) {
      fetch.ended = true;
    }
  }

  /// A request failed. The blocks that will not come.
  public List<Block> failed(
      long nowNanos, long request, RangeProblem problem, String reason, long retryNanos) {
    Fetch fetch = find(request);
    if (fetch == null) {
      return List.of();
    }
    failures++;
    refusals += problem == RangeProblem.REFUSED ? 1 : 0;
    if (refusals >= MAX_REFUSALS) {
      state = new State.Dropped(reason);
    } else if (state instanceof State.Ready) {
      long rest = FIRST_REST_NANOS << Math.min(failures - 1, MAX_DOUBLINGS);
      rest = Math.min(Math.max(rest, retryNanos), MAX_REST_NANOS);
      // half as long again at random: many may have been turned away at the same time
      state =
          new State.Resting(nowNanos + rest + random.nextLong(rest / 2), reason, retryNanos > 0);
    }
    return drop(fetch);
  }

  /// That it was not reached may have been our own line: it may be asked now.
  public void forgive(long nowNanos) {
    if (state instanceof State.Resting(long _, String reason, boolean asked) && !asked) {
      state = new State.Resting(nowNanos, reason, false);
      failures = 0;
    }
  }

  /// Requests on which nothing has come for too long are given up. The blocks that will not come.
  public List<Block> overdue(long nowNanos, Outbox out) {
    for (Fetch fetch : fetches) {
      if (fetch.kept.isEmpty() && !fetch.ended && nowNanos - fetch.heardNanos >= STALL_NANOS) {
        out.add(new NetEffect.CancelRange(fetch.request));
        return failed(nowNanos, fetch.request, RangeProblem.UNREACHABLE, "sends nothing", 0);
      }
    }
    return List.of();
  }

  private List<Block> drop(Fetch fetch) {
    fetches.remove(fetch);
    fetch.kept.forEach(Lease::release);
    fetch.kept.clear();
    return fetch.run.missing();
  }

  /// The next block that is whole; null if there is none now. A server that sends more than it was
  /// asked for, or ends too early, fails by it; `lost` takes the blocks that will not come.
  public @Nullable Landed poll(long nowNanos, List<Block> lost, Outbox out) {
    while (landed.isEmpty()) {
      Fetch fetch = ripe();
      if (fetch == null) {
        return null;
      }
      Lease lease = fetch.kept.poll();
      if (lease != null) {
        boolean fits = fetch.run.arrived(lease, landed);
        lease.release();
        if (!fits) {
          out.add(new NetEffect.CancelRange(fetch.request));
          lost.addAll(refused(nowNanos, fetch, "sends more than was asked for"));
        }
      } else if (fetch.run.rangeDone()) {
        next(nowNanos, fetch, out);
      } else {
        lost.addAll(refused(nowNanos, fetch, "sends less than was asked for"));
      }
    }
    return landed.poll();
  }

  private List<Block> refused(long now, Fetch fetch, String reason) {
    return failed(now, fetch.request, RangeProblem.REFUSED, reason, 0);
  }

  private @Nullable Fetch ripe() {
    for (Fetch fetch : fetches) {
      if (!fetch.kept.isEmpty() || fetch.ended) {
        return fetch;
      }
    }
    return null;
  }

  // What is asked.

  /// What stands for it where senders are counted.
  public int key() {
    return key;
  }

  /// Bytes a second of late.
  public long rate(long nowNanos) {
    return meter.rate(nowNanos);
  }

  /// Bytes in all.
  public long total() {
    return meter.total();
  }

  /// Whether anything is under way from it.
  public boolean busy() {
    return !fetches.isEmpty() || !landed.isEmpty();
  }

  /// Whether it will never be asked again.
  public boolean dropped() {
    return state instanceof State.Dropped;
  }

  /// How it stands.
  public WebSeedStatus status(long nowNanos) {
    String message =
        switch (state) {
          case State.Ready() -> "";
          case State.Resting(long _, String reason, boolean _) -> reason;
          case State.Dropped(String reason) -> reason;
        };
    return new WebSeedStatus(
        url.toString(), meter.rate(nowNanos), meter.total(), busy(), dropped(), message);
  }
}
