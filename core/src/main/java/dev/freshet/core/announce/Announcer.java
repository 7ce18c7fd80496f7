package dev.freshet.core.announce;

import dev.freshet.core.api.Datagrams;
import dev.freshet.core.api.TrackerStatus;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.PeerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All trackers of one torrent, as the torrent's own client sees them.
///
/// Within a tier trackers are shuffled once and asked one after the other until one answers, which
/// moves to the front (BEP 12). Unlike BEP 12, all tiers are asked side by side, as today's clients
/// do, because peers are wanted soon more than trackers are to be spared. A hybrid torrent is
/// announced under both of its names. After every call here that changes something, call
/// [#advance].
public final class Announcer {
  /// Trackers beyond this number are left out.
  static final int MAX_TRACKERS = 64;

  private static final long YOUNG_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(3);

  private sealed interface State {
    /// Nothing is said. Leaves to [Running].
    record Silent() implements State {}

    /// Trackers are told how we are. Leaves to [Leaving].
    record Running(long sinceNanos) implements State {}

    /// [#advance] is to tell them that we leave. Leaves to [Left] or [Running].
    record Leaving(long untilNanos) implements State {}

    /// They were told. Leaves to [Running].
    record Left(long untilNanos) implements State {}
  }

  private final Identity identity;
  private final List<Tier> tiers = new ArrayList<>();
  private final TreeSet<String> urls = new TreeSet<>();
  private State state = new State.Silent();

  /// Nothing is said before [#start].
  ///
  /// @param torrent the number that events carry
  /// @param tiers announce URLs; those that cannot be used are shown by [#status] as such
  /// @param datagrams how trackers are asked that speak UDP
  /// @param requestIds where ids for fetches and look-ups come from, each 0 or more and new to the
  ///   node
  public Announcer(
      int torrent,
      InfoHashes hashes,
      PeerId peerId,
      List<List<String>> tiers,
      Datagrams datagrams,
      LongSupplier requestIds,
      RandomGenerator random) {
    identity =
        new Identity(
            torrent, hashes.wire(), peerId, random.nextInt(), datagrams, requestIds, random);
    for (List<String> tier : tiers) {
      List<String> shuffled = new ArrayList<>(tier);
      Collections.shuffle(shuffled, random);
      addTier(0, shuffled);
    }
  }

  private void addTier(long nowNanos, List<String> tier) {
    List<Tracker> trackers = new ArrayList<>();
    for (String url : tier) {
      if (urls.size() < MAX_TRACKERS && urls.add(url)) {
        trackers.add(new Tracker(identity, url, nowNanos));
      }
    }
    if (!trackers.isEmpty()) {
      tiers.add(new Tier(trackers));
    }
  }

  /// Tells every tier that we are here. Also after [#stop], to begin again.
  public void start(long nowNanos) {
    state = new State.Running(nowNanos);
    all().forEach(tracker -> tracker.start(nowNanos));
  }

  /// Tells that the last piece has arrived; not for a torrent that was complete when it started.
  public void completed() {
    all().forEach(Tracker::completed);
  }

  /// Tells those who know us that we are reached elsewhere now.
  public void moved() {
    all().forEach(Tracker::moved);
  }

  /// Asks those that failed once more, as it may have been our own line.
  public void retry(long nowNanos) {
    all().forEach(tracker -> tracker.retry(nowNanos));
  }

  /// Tells that we leave: one try for each tracker that knows us, over in a few seconds whatever
  /// they do. See [#isStopped].
  public void stop(long nowNanos) {
    if (state instanceof State.Running) {
      state = new State.Leaving(nowNanos + STOP_NANOS);
    }
  }

  /// Asks for more peers as soon as the trackers allow.
  public void wantMore() {
    all().forEach(Tracker::wantMore);
  }

  /// Adds a tracker as a tier of its own; nothing happens if it is known already.
  public void addTracker(long nowNanos, String url) {
    addTier(nowNanos, List.of(url));
  }

  /// Takes what the network tells, if it answers something asked here: a fetch, a look-up, or a
  /// datagram from the address asked with a transaction id of ours; or word that datagrams of ours
  /// are lost, which is for all.
  ///
  /// @return the peers that came with it, often none; null if the input is not ours alone
  public @Nullable List<Endpoint> arrived(long nowNanos, NetInput input, Outbox outbox) {
    for (Tier tier : tiers) {
      List<Endpoint> found = tier.arrived(nowNanos, input, outbox);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// Does what is due: announces, repeats, gives up.
  ///
  /// @return when to call again if nothing else comes first
  public long advance(long nowNanos, Progress progress, Outbox outbox) {
    return switch (state) {
      case State.Silent() -> nowNanos + Round.IDLE_NANOS;
      case State.Running _ -> {
        long next = nowNanos + Round.IDLE_NANOS;
        for (Tier tier : tiers) {
          long due = tier.advance(nowNanos, progress, isYoung(nowNanos), outbox);
          next = due - next < 0 ? due : next;
        }
        yield next;
      }
      case State.Leaving(long until) -> {
        all().forEach(tracker -> tracker.stop(nowNanos, progress, STOP_NANOS, outbox));
        state = new State.Left(until);
        yield until;
      }
      case State.Left(long until) -> {
        if (nowNanos - until >= 0) {
          all().forEach(Tracker::abandon);
          yield nowNanos + Round.IDLE_NANOS;
        }
        yield until;
      }
    };
  }

  /// Whether nothing is said and nothing awaited: not started yet, or stopped and done with it.
  public boolean isStopped(long nowNanos) {
    return switch (state) {
      case State.Silent() -> true;
      case State.Running _, State.Leaving _ -> false;
      case State.Left(long until) ->
          nowNanos - until >= 0 || all().stream().noneMatch(Tracker::isStopping);
    };
  }

  /// Every tracker, tier by tier in the order in which they are asked.
  public List<TrackerStatus> status(long nowNanos) {
    boolean planned = state instanceof State.Running;
    return tiers.stream()
        .flatMap(tier -> tier.status(nowNanos, planned, isYoung(nowNanos)).stream())
        .toList();
  }

  private boolean isYoung(long nowNanos) {
    return state instanceof State.Running(long since) && nowNanos - since < YOUNG_NANOS;
  }

  private List<Tracker> all() {
    return tiers.stream().flatMap(tier -> tier.trackers().stream()).toList();
  }
}
