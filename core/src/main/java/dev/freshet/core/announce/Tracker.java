package dev.freshet.core.announce;

import dev.freshet.core.api.Datagrams;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.TrackerStatus;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.announce.AnnounceEvent;
import dev.freshet.protocol.announce.AnnounceException;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.TrackerUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One tracker of one torrent: what it knows of us, what it said last, and the round under way.
final class Tracker {
  private static final long HTTP_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long UDP_FIRST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final int UDP_TRIES = 3;

  /// What is to be said once the round under way is over.
  private record Goodbye(Progress progress, long waitNanos) {}

  private final Identity identity;
  private final String text;
  private final @Nullable TrackerUrl url;
  private Schedule schedule;
  private @Nullable Round round;
  private @Nullable Goodbye goodbye;
  private AnnounceEvent event = AnnounceEvent.NONE;
  private boolean answered;
  private boolean known;
  private boolean completedDue;
  private boolean movedDue;
  private List<IpAddress> addresses = List.of();
  private int turn;
  private @Nullable String trackerId;
  private int peers;
  private String message = "";

  Tracker(Identity identity, String text, long nowNanos) {
    this.identity = identity;
    this.text = text;
    schedule = new Schedule(nowNanos);
    TrackerUrl parsed = null;
    try {
      parsed = TrackerUrl.parse(text);
      if (parsed.scheme() == TrackerUrl.Scheme.UDP && identity.datagrams() == Datagrams.NONE) {
        parsed = null;
        message = "UDP does not go through the proxy";
      }
    } catch (AnnounceException e) {
      message = String.valueOf(e.getMessage());
    }
    url = parsed;
  }

  String text() {
    return text;
  }

  boolean isUsable() {
    return url != null;
  }

  /// Whether its last answer was one.
  boolean works() {
    return schedule.works();
  }

  /// Whether a round is under way that nobody has answered yet.
  boolean isAwaited() {
    return round != null && !answered;
  }

  /// As if nothing had been said to it.
  void start(long nowNanos) {
    schedule = new Schedule(nowNanos);
    round = null;
    goodbye = null;
    known = false;
    completedDue = false;
    movedDue = false;
  }

  void completed() {
    completedDue = known || isAwaited();
  }

  void moved() {
    movedDue = known || isAwaited();
  }

  void retry(long nowNanos) {
    schedule.retry(nowNanos);
  }

  void wantMore() {
    schedule.wantMore();
  }

  long dueNanos(long nowNanos, boolean young, boolean wanted) {
    boolean now = (completedDue || movedDue) && known && schedule.works();
    return now ? nowNanos : schedule.dueNanos(young, wanted);
  }

  /// Announces.
  ///
  /// @param patient whether to repeat datagrams, since there is no other tracker to turn to
  void ask(long nowNanos, Progress progress, boolean patient, Outbox outbox) {
    event = nextEvent(progress);
    movedDue = false;
    begin(
        nowNanos,
        progress,
        HTTP_TIMEOUT_NANOS / (patient ? 1 : 2),
        UDP_FIRST_WAIT_NANOS,
        patient ? UDP_TRIES : 1,
        List.of(),
        outbox);
    schedule.asked(nowNanos);
  }

  private AnnounceEvent nextEvent(Progress progress) {
    if (!known) {
      completedDue &= progress.left() > 0;
      return AnnounceEvent.STARTED;
    }
    return completedDue ? AnnounceEvent.COMPLETED : AnnounceEvent.NONE;
  }

  /// Says that we leave, if the tracker knows us: one try, and nothing is made of the answer. What
  /// is under way is awaited first: were it to come after the goodbye, the tracker would believe
  /// that we are here.
  void stop(long nowNanos, Progress progress, long waitNanos, Outbox outbox) {
    Round current = round;
    if (known && current != null && !current.isSettled()) {
      goodbye = new Goodbye(progress, waitNanos);
    } else {
      sayGoodbye(nowNanos, progress, waitNanos, outbox);
    }
  }

  private void sayGoodbye(long nowNanos, Progress progress, long waitNanos, Outbox outbox) {
    round = null;
    if (known && schedule.works()) {
      event = AnnounceEvent.STOPPED;
      begin(nowNanos, progress, waitNanos, waitNanos, 1, addresses, outbox);
    }
    known = false;
  }

  /// Whether an answer to [#stop] may still come.
  boolean isStopping() {
    return goodbye != null || (round != null && !round.isSettled());
  }

  /// Forgets the round under way.
  void abandon() {
    round = null;
    goodbye = null;
  }

  private void begin(
      long nowNanos,
      Progress progress,
      long httpTimeoutNanos,
      long udpWaitNanos,
      int udpTries,
      List<IpAddress> knownAddresses,
      Outbox outbox) {
    TrackerUrl to = url;
    if (to == null) {
      throw new IllegalStateException("announce to " + text);
    }
    IpAddress at = to.ip();
    Progress told = at != null && (at.isPrivate() || at.isLoopback()) ? progress.local() : progress;
    List<AnnounceRequest> requests =
        identity.names().stream()
            .map(name -> identity.request(name, told, event, trackerId))
            .toList();
    Round begun =
        switch (to.scheme()) {
          case HTTP, HTTPS -> new HttpRound(identity, to, requests, httpTimeoutNanos);
          case UDP ->
              new UdpRound(identity, to, requests, knownAddresses, turn, udpWaitNanos, udpTries);
        };
    round = begun;
    answered = false;
    begun.begin(nowNanos, outbox);
  }

  /// Takes what the network tells; null if it is not for this tracker alone.
  @Nullable List<Endpoint> arrived(long nowNanos, NetInput input, Outbox outbox) {
    Round current = round;
    List<AnnounceResponse.Peers> answers =
        current == null ? null : current.arrived(nowNanos, input, outbox);
    if (current == null || answers == null) {
      return null;
    }
    if (current instanceof UdpRound udp && !udp.addresses().isEmpty()) {
      addresses = udp.addresses();
    }
    List<Endpoint> found = new ArrayList<>();
    for (AnnounceResponse.Peers answer : answers) {
      if (event != AnnounceEvent.STOPPED) {
        answered(answer, outbox);
        found.addAll(answer.peers());
      }
    }
    settle(nowNanos, current, outbox);
    return found;
  }

  /// Repeats what got lost; returns when to call again.
  long advance(long nowNanos, Outbox outbox) {
    Round current = round;
    if (current == null) {
      return nowNanos + Round.IDLE_NANOS;
    }
    long next = current.advance(nowNanos, outbox);
    settle(nowNanos, current, outbox);
    return next;
  }

  private void answered(AnnounceResponse.Peers answer, Outbox outbox) {
    boolean first = !answered;
    answered = true;
    known = true;
    if (event == AnnounceEvent.COMPLETED) {
      completedDue = false;
    }
    schedule.answered(answer, first);
    peers = first ? answer.peers().size() : Math.max(peers, answer.peers().size());
    String warning = answer.warning();
    message = warning == null ? "" : warning;
    if (answer.trackerId() != null) {
      trackerId = answer.trackerId();
    }
    if (first) {
      outbox.add(
          new Effect.Notify(
              new Event.TrackerAnswered(
                  identity.torrent(), text, peers, schedule.intervalNanos())));
    }
  }

  private void settle(long nowNanos, Round current, Outbox outbox) {
    if (!current.isOver()) {
      return;
    }
    round = null;
    if (!answered && event != AnnounceEvent.STOPPED) {
      turn++;
      peers = 0;
      message = current.failure();
      long retry = schedule.failed(nowNanos, identity.random());
      outbox.add(
          new Effect.Notify(new Event.TrackerFailed(identity.torrent(), text, message, retry)));
    }
    Goodbye due = goodbye;
    if (due != null) {
      goodbye = null;
      sayGoodbye(nowNanos, due.progress(), due.waitNanos(), outbox);
    }
  }

  /// How it stands.
  ///
  /// @param dueNanos when it will be asked next; negative if that is not planned
  TrackerStatus status(long dueNanos) {
    return new TrackerStatus(text, works(), peers, message, dueNanos);
  }
}
