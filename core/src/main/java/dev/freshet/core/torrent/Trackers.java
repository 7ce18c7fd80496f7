package dev.freshet.core.torrent;

import dev.freshet.core.announce.Announcer;
import dev.freshet.core.announce.Progress;
import dev.freshet.core.api.TrackerStatus;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When the trackers and the DHT are told what: here while we talk to peers, gone when we do not,
/// and asked for more when neighbours are few.
final class Trackers {
  /// With so many neighbours no more are asked for.
  static final int ENOUGH_PEERS = 30;

  private static final int SPARE = 20;

  private final Announcer announcer;
  private final Presence presence;
  private final Neighbours neighbours;
  private final Traffic traffic;
  private final Ports ports;
  private boolean here;
  private boolean wanting;
  private boolean changed = true;
  private long due;

  Trackers(
      Announcer announcer, Presence presence, Neighbours neighbours, Traffic traffic, Ports ports) {
    this.announcer = announcer;
    this.presence = presence;
    this.neighbours = neighbours;
    this.traffic = traffic;
    this.ports = ports;
  }

  /// An answer of the network: the peers in it; null if it is not for us.
  @Nullable List<Endpoint> arrived(long now, NetInput input, Outbox out) {
    changed = true;
    return announcer.arrived(now, input, out);
  }

  /// The last piece has come.
  void completed() {
    if (here) {
      announcer.completed();
      changed = true;
    }
  }

  /// We are reached elsewhere now, perhaps through another network (`here`).
  void moved(long now, boolean here) {
    announcer.moved();
    if (here) {
      announcer.retry(now);
    }
    changed = true;
  }

  /// One more tracker.
  void add(long now, String url) {
    announcer.addTracker(now, url);
    changed = true;
  }

  /// We leave.
  void leave(long now) {
    presence.leave();
    if (here) {
      here = false;
      announcer.stop(now);
      changed = true;
    }
  }

  /// Whether nothing more is to be said to anyone.
  boolean done(long now) {
    return announcer.isStopped(now);
  }

  /// Says what is due, `talking` to peers or not, with so many bytes `left` to fetch. When to come
  /// back.
  long advance(long now, boolean talking, long left, Outbox out) {
    if (talking && !here) {
      here = true;
      announcer.start(now);
      changed = true;
    }
    if (here) {
      presence.stands(now, left == 0);
    }
    int wanted = Math.max(0, ENOUGH_PEERS + SPARE - neighbours.all().size());
    if (!changed && wanting == wanted > 0 && now - due < 0) {
      return due;
    }
    changed = false;
    wanting = wanted > 0;
    due =
        announcer.advance(
            now,
            new Progress(
                traffic.up().total(),
                traffic.down().total(),
                left,
                ports.peers(),
                ports.own(),
                here ? wanted : 0),
            out);
    return due;
  }

  /// Asks for more peers if there are too few and nobody else to try.
  void seek(boolean wantSeeds) {
    boolean few =
        neighbours.all().size() + neighbours.opening() < ENOUGH_PEERS
            && !neighbours.book().hasCandidate(wantSeeds);
    presence.hunger(few && wantSeeds);
    if (few) {
      announcer.wantMore();
      changed = true;
    }
  }

  List<TrackerStatus> status(long now) {
    return announcer.status(now);
  }
}
