package dev.freshet.core.torrent;

import dev.freshet.core.announce.Announcer;
import dev.freshet.core.announce.Progress;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.PieceLayers;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Handshake;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.ProtocolViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One swarm as we see it, from the first address to the goodbye. Keeps the order of things; what
/// is to be decided is decided in the rooms beside it.
///
/// *Theory of operation.* A torrent is [Stage.Learning] what it is (magnet links), then
/// [Stage.Trading] pieces, then [Stage.Leaving]. It talks to peers while learning, and while
/// trading once everything on disk is known; `paused` says that it should not. Every input is
/// followed by [#advance], which does what is due and says when it wants to be called again. Work
/// that looks at every neighbour is done every [#ROUND_NANOS] at most.
public final class Torrent {
  private static final long SECOND = 1_000_000_000L;
  private static final long ROUND_NANOS = SECOND / 4;
  private static final long STATUS_NANOS = SECOND / 2;
  private static final long GOODBYE_NANOS = 4 * SECOND;
  private static final int ENOUGH_PEERS = 30;

  /// Where a torrent stands in its life.
  private sealed interface Stage {
    /// The info dictionary comes from peers. Leaves to [Trading] or [Leaving].
    record Learning(dev.freshet.core.torrent.Learning talk) implements Stage {}

    /// What the torrent is, is known. Leaves to [Leaving].
    record Trading(Exchange exchange) implements Stage {}

    /// Goodbyes are being said; over when trackers and disk have answered, or at `until`.
    record Leaving(long until, boolean shut) implements Stage {}

    /// Over.
    record Gone() implements Stage {}
  }

  private final int id;
  private final InfoHashes hashes;
  private final String name;
  private final TorrentOptions options;
  private final Surroundings shared;
  private final Neighbours neighbours;
  private final Announcer announcer;
  private final Greeting greeting;
  private final RateGate upGate;
  private final RateGate downGate;
  private final Giving giving;
  private final Traffic traffic = new Traffic();
  private final Report report;
  private Stage stage;
  private boolean paused;
  private boolean announced;
  private boolean opened;
  private boolean complete;
  private @Nullable Phase told;
  private long roundAt;
  private long statusAt;
  private long announceAt;

  private Torrent(
      int id,
      InfoHashes hashes,
      String name,
      List<List<String>> tiers,
      TorrentOptions options,
      Surroundings shared,
      LongSupplier requestIds,
      long now) {
    this.id = id;
    this.hashes = hashes;
    this.name = name;
    this.options = options;
    this.shared = shared.fork();
    this.paused = options.paused();
    RandomGenerator random = this.shared.random();
    PeerId peerId = PeerId.ours(random.nextLong(), random.nextLong());
    this.neighbours =
        new Neighbours(id, peerId, shared.connectionsPerTorrent(), shared.connections(), random);
    this.announcer = new Announcer(id, hashes, peerId, tiers, requestIds, random);
    this.greeting = new Greeting(hashes, peerId, shared.listenPort());
    this.upGate = shared.upGate(options.limits().upBytesPerSecond(), now);
    this.downGate = shared.downGate(options.limits().downBytesPerSecond(), now);
    this.giving = new Giving(options.goal());
    this.report = new Report(hashes, neighbours, traffic);
    this.stage = new Stage.Learning(new Learning(hashes));
    this.roundAt = now;
    this.statusAt = now;
    this.announceAt = now;
    neighbours.book().learn(now, options.peers());
  }

  /// A torrent whose metainfo is known.
  public static Torrent of(
      int id,
      Metainfo metainfo,
      TorrentOptions options,
      Surroundings shared,
      LongSupplier requestIds,
      long nowNanos,
      Outbox out) {
    Info info = metainfo.info();
    List<List<String>> tiers = new ArrayList<>(metainfo.trackers());
    options.extraTrackers().forEach(url -> tiers.add(List.of(url)));
    Torrent torrent =
        new Torrent(id, info.hashes(), info.name(), tiers, options, shared, requestIds, nowNanos);
    torrent.learned(nowNanos, info, metainfo.layers(), out);
    return torrent;
  }

  /// A torrent of which no more is known than a link.
  public static Torrent of(
      int id,
      Magnet magnet,
      TorrentOptions options,
      Surroundings shared,
      LongSupplier requestIds,
      long nowNanos) {
    List<List<String>> tiers = new ArrayList<>();
    magnet.trackers().forEach(url -> tiers.add(List.of(url)));
    options.extraTrackers().forEach(url -> tiers.add(List.of(url)));
    String name = magnet.name() == null ? "" : magnet.name();
    Torrent torrent =
        new Torrent(id, magnet.hashes(), name, tiers, options, shared, requestIds, nowNanos);
    torrent.neighbours.book().learn(nowNanos, magnet.peers());
    return torrent;
  }

  // What the network tells.

  /// A connection that we asked for stands.
  public void connected(int conn, Outbox out) {
    PeerSession session = neighbours.connected(conn);
    if (session != null) {
      greeting.open(session, out);
    }
  }

  /// A peer that connected to us talks about this torrent: `hello` is its handshake. False if we
  /// will not talk to it.
  public boolean accepted(long now, PeerSession session, Handshake hello, Outbox out) {
    if (!talking() || !neighbours.accepted(session)) {
      return false;
    }
    greeting.answer(session, hello.infoHash(), out);
    greeted(now, session, hello, out);
    return true;
  }

  /// Bytes came; the hold on them is ours now.
  public void received(long now, int conn, Lease bytes, Outbox out) {
    PeerSession session = neighbours.get(conn);
    if (session == null) {
      bytes.release();
      return;
    }
    session.feed(now, bytes);
    hear(now, session, out);
  }

  /// Goes on with what was fed to this session.
  public void hear(long now, PeerSession session, Outbox out) {
    while (neighbours.has(session)) {
      Decoded said = session.next(now);
      if (said == null) {
        return;
      }
      switch (said) {
        case Handshake hello -> {
          if (greeting.fits(hello)) {
            greeted(now, session, hello, out);
          } else {
            drop(now, session, "talks about another torrent", false, out);
          }
        }
        case Message message -> heard(now, session, message, out);
        case ExtensionMessage message -> heard(now, session, message, out);
        case ProtocolViolation(String reason) -> drop(now, session, reason, false, out);
        case Decoded.Incomplete _ -> throw new IllegalStateException("half a message");
      }
    }
  }

  /// Bytes have left for the kernel.
  public void sent(int conn, int bytes) {
    PeerSession session = neighbours.get(conn);
    if (session != null) {
      session.sent(bytes);
    }
  }

  /// A connection is gone, or never came to be.
  public void closed(long now, int conn, String reason, Outbox out) {
    ended(now, neighbours.gone(now, conn, false), reason, out);
  }

  /// An answer to what the announcer asked. True if it was.
  public boolean answered(long now, NetInput input, Outbox out) {
    List<Endpoint> found = announcer.arrived(now, input, out);
    if (found == null) {
      return false;
    }
    announceAt = now;
    met(now, found);
    return true;
  }

  // What the disk tells.

  /// A word of the disk.
  public void disk(long now, DiskInput input, Outbox out) {
    switch (stage) {
      case Stage.Trading(Exchange exchange) -> {
        for (Exchange.Ending ending : exchange.disk(now, input, out)) {
          drop(now, ending.session(), ending.reason(), ending.ban(), out);
        }
        settled(now, exchange, out);
      }
      case Stage.Leaving(long until, boolean _) -> {
        if (input instanceof DiskInput.Closed) {
          stage = new Stage.Leaving(until, true);
        } else if (input instanceof DiskInput.BytesRead(int _, long _, Lease bytes)) {
          bytes.release();
        }
      }
      case Stage.Learning _, Stage.Gone() -> {}
    }
  }

  // What the embedder asks.

  /// These peers are in the swarm.
  public void met(long now, List<Endpoint> peers) {
    if (neighbours.book().learn(now, peers) > 0) {
      roundAt = now;
    }
  }

  /// Leaves the swarm for a while.
  public void pause(long now, Outbox out) {
    paused = true;
    hangUp(now, out);
  }

  /// Comes back.
  public void resume(long now) {
    paused = false;
    roundAt = now;
  }

  /// Checks all data again.
  public void recheck(long now, Outbox out) {
    if (stage instanceof Stage.Trading(Exchange exchange)) {
      hangUp(now, out);
      complete = false;
      opened = false;
      giving.incomplete();
      exchange.recheck(out);
    }
  }

  /// New limits for this torrent.
  public void limit(long now, RateLimits limits) {
    upGate.limit(now, limits.upBytesPerSecond());
    downGate.limit(now, limits.downBytesPerSecond());
  }

  /// Leaves for good.
  public void leave(long now, boolean deleteData, Outbox out) {
    boolean open = stage instanceof Stage.Trading;
    if (stage instanceof Stage.Leaving || stage instanceof Stage.Gone) {
      return;
    }
    hangUp(now, out);
    if (open) {
      out.add(new DiskEffect.Close(id, deleteData));
    }
    stage = new Stage.Leaving(now + GOODBYE_NANOS, !open);
  }

  // Time.

  /// Does what is due.
  ///
  /// @return when to call again if nothing comes first
  public long advance(long now, Outbox out) {
    long next = Long.MAX_VALUE;
    switch (stage) {
      case Stage.Learning(var talk) -> {
        talk.advance(now, neighbours, out);
        next = talk.deadline(now);
      }
      case Stage.Trading(Exchange exchange) -> {
        exchange.advance(now, out);
        next = exchange.deadline(now);
      }
      case Stage.Leaving(long until, boolean shut) -> {
        if ((shut && announcer.isStopped(now)) || now - until >= 0) {
          stage = new Stage.Gone();
          out.add(new Effect.Notify(new Event.Removed(id)));
          return Long.MAX_VALUE;
        }
        next = until;
      }
      case Stage.Gone() -> {
        return Long.MAX_VALUE;
      }
    }
    if (now - roundAt >= 0) {
      round(now, out);
      roundAt = now + ROUND_NANOS;
    }
    for (PeerSession session : neighbours.all()) {
      session.flush(now, out);
    }
    return Math.min(next, Math.min(roundAt, announce(now, out)));
  }

  private void round(long now, Outbox out) {
    for (PeerSession session : List.copyOf(neighbours.all())) {
      String reason = session.advance(now, out);
      if (reason != null) {
        drop(now, session, reason, false, out);
      }
    }
    if (stage instanceof Stage.Trading(Exchange exchange)) {
      for (Exchange.Ending ending : exchange.round(now, out)) {
        drop(now, ending.session(), ending.reason(), ending.ban(), out);
      }
      settled(now, exchange, out);
      if (exchange.contents().have().isFull()
          && giving.reached(
              now, traffic.up().total(), exchange.contents().geometry(), neighbours.all())) {
        out.add(new Effect.Notify(new Event.GoalReached(id)));
      }
    }
    if (talking()) {
      for (PeerSession session : neighbours.useless(now, wantsSeeds())) {
        drop(now, session, "of no use to either side", false, out);
      }
      neighbours.connect(now, wantsSeeds(), out);
      if (neighbours.book().candidates(wantsSeeds()) == 0
          && neighbours.all().size() + neighbours.opening() < ENOUGH_PEERS) {
        announcer.wantMore();
      }
    }
    phase(out);
    if (now - statusAt >= 0) {
      statusAt = now + STATUS_NANOS;
      out.add(new Effect.Notify(new Event.StatusChanged(id, status(now))));
    }
  }

  /// Tells the trackers what is due to be told; when to come back for that.
  private long announce(long now, Outbox out) {
    if (talking() && !announced) {
      announced = true;
      announcer.start(now);
    }
    announceAt = announcer.advance(now, progress(), out);
    return announceAt;
  }

  private Progress progress() {
    long left = Long.MAX_VALUE;
    if (stage instanceof Stage.Trading(Exchange exchange)) {
      left = exchange.contents().left();
    }
    int room = ENOUGH_PEERS + 20 - neighbours.all().size();
    return new Progress(
        traffic.up().total(), traffic.down().total(), left, shared.listenPort(), Math.max(0, room));
  }

  // Steps on the way.

  private void greeted(long now, PeerSession session, Handshake hello, Outbox out) {
    PeerSession spare = neighbours.duplicate(session);
    if (spare != null) {
      boolean ourselves = neighbours.isUs(hello.peerId());
      drop(now, spare, ourselves ? "is ourselves" : "connected twice", ourselves, out);
      if (spare == session) {
        return;
      }
    }
    neighbours.book().connected(now, session.listening());
    int metadataSize = 0;
    if (stage instanceof Stage.Trading(Exchange exchange)) {
      Info info = exchange.contents().info();
      metadataSize = info.size();
      greeting.extensions(session, metadataSize, complete, out);
      ProtocolViolation wrong = session.sized(info.geometry());
      if (wrong == null) {
        exchange.greet(session, out);
      }
    } else {
      greeting.extensions(session, metadataSize, false, out);
    }
    out.add(
        new Effect.Notify(
            new Event.PeerConnected(id, session.endpoint(), session.introduction().client())));
  }

  private void heard(long now, PeerSession session, Message message, Outbox out) {
    if (stage instanceof Stage.Trading(Exchange exchange)) {
      Exchange.Ending ending = exchange.heard(now, session, message, out);
      if (ending != null) {
        drop(now, ending.session(), ending.reason(), ending.ban(), out);
      }
    }
  }

  private void heard(long now, PeerSession session, ExtensionMessage message, Outbox out) {
    switch (stage) {
      case Stage.Trading(Exchange exchange) -> exchange.heard(now, session, message, out);
      case Stage.Learning(var talk) -> {
        switch (talk.heard(now, session, message, out)) {
          case Learning.Result.Wait() -> {}
          case Learning.Result.Learned(Info info) -> learned(now, info, PieceLayers.NONE, out);
          case Learning.Result.Lied() ->
              drop(now, session, "sent metadata that does not fit the info-hash", true, out);
        }
      }
      case Stage.Leaving _, Stage.Gone() -> {}
    }
    PeerBook book = neighbours.book();
    if (message instanceof ExtensionMessage.Hello
        && !session.listening().equals(session.endpoint())) {
      book.connected(now, session.listening());
    }
  }

  /// Now it is known what the torrent is.
  private void learned(long now, Info info, PieceLayers layers, Outbox out) {
    Exchange exchange =
        Exchange.of(id, info, layers, options, shared, neighbours, traffic, upGate, downGate);
    stage = new Stage.Trading(exchange);
    out.add(new Effect.Notify(new Event.MetadataReceived(id, info)));
    for (PeerSession session : List.copyOf(neighbours.all())) {
      ProtocolViolation wrong = session.live() ? session.sized(info.geometry()) : null;
      if (wrong != null) {
        drop(now, session, wrong.reason(), false, out);
      }
    }
  }

  /// Looks whether the last piece has come, or the check is over.
  private void settled(long now, Exchange exchange, Outbox out) {
    Contents contents = exchange.contents();
    if (!contents.ready()) {
      return;
    }
    if (!opened) {
      opened = true;
      roundAt = now;
      exchange.begin(out);
    }
    boolean full = contents.have().isFull();
    if (full && !complete) {
      giving.completed(now, traffic.up().total());
      if (traffic.down().total() > 0) {
        announcer.completed();
      }
      exchange.finished(out);
      out.add(new Effect.Notify(new Event.Completed(id)));
      roundAt = now;
      statusAt = now;
    } else if (!full && complete) {
      giving.incomplete();
    }
    complete = full;
  }

  private void drop(long now, PeerSession session, String reason, boolean ban, Outbox out) {
    if (!neighbours.has(session)) {
      return;
    }
    session.flush(now, out);
    out.add(new NetEffect.Close(session.conn()));
    if (ban) {
      neighbours.book().ban(session.listening());
      out.add(new Effect.Notify(new Event.PeerBanned(id, session.endpoint(), reason)));
    }
    ended(now, neighbours.gone(now, session.conn(), ban), reason, out);
  }

  private void ended(long now, @Nullable PeerSession session, String reason, Outbox out) {
    if (session == null) {
      return;
    }
    switch (stage) {
      case Stage.Learning(var talk) -> talk.gone(session);
      case Stage.Trading(Exchange exchange) -> exchange.gone(now, session, out);
      case Stage.Leaving _, Stage.Gone() -> {}
    }
    if (session.live()) {
      out.add(new Effect.Notify(new Event.PeerDisconnected(id, session.endpoint(), reason)));
    }
  }

  private void hangUp(long now, Outbox out) {
    for (PeerSession session : List.copyOf(neighbours.all())) {
      drop(now, session, "we leave", false, out);
    }
    neighbours.giveUp(now, out);
    if (announced) {
      announced = false;
      announcer.stop(now);
    }
  }

  private void phase(Outbox out) {
    Phase phase = phaseNow();
    if (phase != told) {
      told = phase;
      out.add(new Effect.Notify(new Event.PhaseChanged(id, phase)));
    }
  }

  // What is asked.

  /// The torrent's number.
  public int id() {
    return id;
  }

  /// What it is called on the wire.
  public InfoHashes hashes() {
    return hashes;
  }

  /// Whether it is over and can be forgotten.
  public boolean gone() {
    return stage instanceof Stage.Gone;
  }

  private boolean talking() {
    return !paused
        && switch (stage) {
          case Stage.Learning _ -> true;
          case Stage.Trading(Exchange exchange) -> exchange.talking();
          case Stage.Leaving _, Stage.Gone() -> false;
        };
  }

  private TorrentStatus status(long now) {
    Exchange exchange = stage instanceof Stage.Trading(Exchange trading) ? trading : null;
    String trouble = stage instanceof Stage.Learning(var talk) ? talk.unusable() : "";
    return report.of(now, name, phaseNow(), exchange, announcer.status(now), trouble);
  }

  private boolean wantsSeeds() {
    return !complete;
  }

  private Phase phaseNow() {
    return switch (stage) {
      case Stage.Learning _ -> paused ? Phase.PAUSED : Phase.FETCHING_METADATA;
      case Stage.Leaving _, Stage.Gone() -> Phase.STOPPING;
      case Stage.Trading(Exchange exchange) -> {
        if (exchange.contents().state() instanceof Contents.State.Shut) {
          yield Phase.FETCHING_METADATA;
        }
        if (!exchange.contents().ready()) {
          yield Phase.CHECKING;
        }
        yield paused ? Phase.PAUSED : complete ? Phase.SEEDING : Phase.DOWNLOADING;
      }
    };
  }
}
