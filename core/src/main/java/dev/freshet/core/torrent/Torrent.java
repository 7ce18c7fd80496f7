package dev.freshet.core.torrent;

import dev.freshet.core.announce.Announcer;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
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
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// One swarm as we see it, from the first address to the goodbye. Keeps the order of things; what
/// is to be decided is decided in the rooms beside it.
///
/// *Theory of operation.* A torrent is [Stage.Learning] what it is (magnet links), then
/// [Stage.Trading] pieces, then [Stage.Leaving]. It talks to peers while learning, and while
/// trading once everything on disk is known; `paused` says that it should not. Every input is
/// followed by [#advance], which does what is due and says when it wants to be called again. Work
/// that looks at every neighbour is done in [Rounds].
public final class Torrent {
  private static final long SECOND = 1_000_000_000L;
  private static final long GOODBYE_NANOS = 4 * SECOND;

  private final int id;
  private final InfoHashes hashes;
  private final TorrentOptions options;
  private final Surroundings shared;
  private final Neighbours neighbours;
  private final Presence presence;
  private final Trackers trackers;
  private final Conversations conversations;
  private final RateGate upGate;
  private final RateGate downGate;
  private final Completion completion;
  private final SeedPlaces places;
  private final PeerNames names;
  private final Traffic traffic = new Traffic();
  private final Teller teller;
  private final Rounds rounds;
  private Stage stage;
  private boolean paused;

  private Torrent(
      int id,
      Invitation invitation,
      TorrentOptions options,
      Surroundings shared,
      LongSupplier requestIds,
      long now) {
    this.id = id;
    this.hashes = invitation.hashes();
    this.options = options;
    this.shared = shared.fork();
    this.paused = options.paused();
    RandomGenerator random = this.shared.random();
    PeerId peerId = PeerId.ours(random.nextLong(), random.nextLong());
    this.neighbours = new Neighbours(id, peerId, this.shared);
    this.places = SeedPlaces.of(invitation.webSeeds(), peerId, requestIds);
    List<List<String>> tiers = invitation.trackersAnd(options.extraTrackers());
    this.presence = new Presence(id, hashes, invitation.nodes(), shared);
    var announcer =
        new Announcer(id, hashes, peerId, tiers, shared.datagrams(), requestIds, random);
    this.trackers = new Trackers(announcer, presence, neighbours, traffic, shared.ports());
    this.upGate = shared.upGate(options.limits().upBytesPerSecond(), now);
    this.downGate = shared.downGate(options.limits().downBytesPerSecond(), now);
    this.completion = new Completion(id, options.goal());
    this.teller =
        new Teller(id, named(invitation, hashes), new Report(hashes, neighbours, traffic), now);
    Learning talk = new Learning(hashes, options.files());
    this.stage = new Stage.Learning(talk);
    Greeting greeting = new Greeting(hashes, peerId, this.shared, presence);
    this.conversations = new Conversations(id, neighbours, greeting, options.discovery(), talk);
    this.rounds = new Rounds(now);
    this.names = new PeerNames(invitation.peerHosts(), shared.datagrams(), requestIds, now);
    neighbours.book().learn(now, PeerSource.EMBEDDER, options.peers());
    neighbours.book().learn(now, PeerSource.EMBEDDER, invitation.peers());
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
    Torrent torrent =
        new Torrent(id, Invitation.of(metainfo), options, shared, requestIds, nowNanos);
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
    TorrentOptions asked = options.withFilesOf(magnet);
    return new Torrent(id, Invitation.of(magnet), asked, shared, requestIds, nowNanos);
  }

  // What the network tells.

  /// An answer to what the announcer or a web seed was asked, or word that none will come. True if
  /// it was for this torrent alone.
  public boolean answered(long now, NetInput input, Outbox out) {
    List<Endpoint> named = names.arrived(input);
    if (named != null) {
      met(now, PeerSource.EMBEDDER, named);
      return true;
    }
    List<Endpoint> found =
        stage.fetched(now, input, out) ? List.of() : trackers.arrived(now, input, out);
    if (found == null) {
      return false;
    }
    met(now, PeerSource.TRACKER, found);
    return true;
  }

  // What the disk tells.

  /// A word of the disk.
  public void disk(long now, DiskInput input, Outbox out) {
    switch (stage) {
      case Stage.Trading(Exchange exchange) -> {
        for (Subject.Ending ending : exchange.disk(now, input, out)) {
          conversations.end(now, ending, out);
        }
        settle(now, exchange, out);
      }
      case Stage.Leaving leaving -> stage = leaving.heard(id, input, out);
      case Stage.Learning _, Stage.Gone() -> {}
    }
  }

  // What the embedder asks.

  /// These peers are in the swarm.
  public void met(long now, PeerSource source, List<Endpoint> peers) {
    if (neighbours.book().learn(now, source, peers) > 0) {
      rounds.now(now);
    }
  }

  /// We are reached elsewhere now, perhaps through another network (`here`).
  public void moved(long now, boolean here) {
    trackers.moved(now, here);
    if (here) {
      neighbours.book().moved(now);
      stage.moved(now);
      rounds.now(now);
    }
  }

  /// This tracker knows the swarm too.
  public void addTracker(long now, String url) {
    trackers.add(now, url);
  }

  /// Leaves the swarm for a while.
  public void pause(long now, Outbox out) {
    paused = true;
    hangUp(now, out);
  }

  /// Comes back.
  public void resume(long now) {
    paused = false;
    rounds.now(now);
  }

  /// Checks all data again.
  public void recheck(long now, Outbox out) {
    if (stage instanceof Stage.Trading(Exchange exchange)) {
      hangUp(now, out);
      completion.reset();
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
    if (stage instanceof Stage.Leaving || stage instanceof Stage.Gone) {
      return;
    }
    hangUp(now, out);
    Exchange open = stage.known();
    if (open != null) {
      open.downloads().leave();
      out.add(new DiskEffect.Close(id, deleteData));
    }
    stage = new Stage.Leaving(now + GOODBYE_NANOS, open == null, stage.left(), open);
  }

  // Time.

  /// An input came that [#advance] will follow.
  public void stir() {
    rounds.stir();
  }

  /// Does what is due.
  ///
  /// @return when to call again if nothing comes first
  public long advance(long now, Outbox out) {
    long next = Long.MAX_VALUE;
    switch (stage) {
      case Stage.Learning(var talk) -> {
        Info info = talk.learned();
        if (info != null) {
          learned(now, info, PieceLayers.NONE, out);
          return advance(now, out);
        }
        talk.advance(now, id, neighbours, out);
        next = talk.deadline(now);
      }
      case Stage.Trading(Exchange exchange) -> {
        exchange.advance(now, out);
        // the check may be over: nobody is told anything before what we have is known
        settle(now, exchange, out);
        next = exchange.deadline(now);
      }
      case Stage.Leaving(long until, boolean shut, long _, var _) -> {
        boolean said = trackers.done(now) || now - until >= 0;
        if (shut && said) {
          stage = new Stage.Gone();
          out.add(new Effect.Notify(new Event.Removed(id)));
          return Long.MAX_VALUE;
        }
        // the disk may take as long as it takes: who adds the torrent again must find it done
        next = said ? Long.MAX_VALUE : until;
      }
      case Stage.Gone() -> {
        return Long.MAX_VALUE;
      }
    }
    if (rounds.due(now)) {
      round(now, out);
      boolean moving = moving(now);
      boolean waiting = completion.complete() && neighbours.all().isEmpty();
      // the address book may be long, and counts only at rest
      long wanted = moving ? now : neighbours.deadline(now, !completion.complete());
      rounds.made(now, moving, waiting, wanted);
    }
    return Math.min(
        next, Math.min(rounds.deadline(), trackers.advance(now, talking(), stage.left(), out)));
  }

  private void round(long now, Outbox out) {
    conversations.advance(now, out);
    if (stage instanceof Stage.Trading(Exchange exchange)) {
      for (Subject.Ending ending : exchange.round(now, talking(), out)) {
        conversations.end(now, ending, out);
      }
      settle(now, exchange, out);
      completion.advance(now, exchange, neighbours, traffic, out);
    }
    if (talking()) {
      names.advance(now, out);
      for (PeerSession session : neighbours.useless(now, !completion.complete())) {
        conversations.drop(now, session, "of no use to either side", false, out);
      }
      neighbours.connect(now, !completion.complete(), out);
      trackers.seek(!completion.complete());
    }
    tell(now, false, out);
  }

  private boolean moving(long now) {
    return !(stage instanceof Stage.Trading(Exchange exchange))
        || traffic.moving(now)
        || exchange.moving()
        || completion.undecided();
  }

  // Steps on the way.

  /// Now it is known what the torrent is.
  private void learned(long now, Info info, PieceLayers layers, Outbox out) {
    presence.learned(info);
    Exchange exchange =
        new Exchange(
            id, info, layers, options, shared, neighbours, traffic, upGate, downGate, places);
    stage = new Stage.Trading(exchange);
    conversations.turnTo(now, exchange, out);
    out.add(new Effect.Notify(new Event.MetadataReceived(id, info)));
    for (PeerSession session : List.copyOf(neighbours.all())) {
      if (session.live()) {
        conversations.end(now, exchange.size(session), out);
      }
    }
  }

  private void settle(long now, Exchange exchange, Outbox out) {
    Completion.News news = completion.settle(now, exchange, trackers, traffic, out);
    if (news != Completion.News.NONE) {
      rounds.now(now);
      tell(now, true, out);
    }
    if (news == Completion.News.COMPLETED) {
      out.add(new Effect.Notify(new Event.Completed(id)));
    }
  }

  /// What to call it before its own name is known.
  private static String named(Invitation invitation, InfoHashes hashes) {
    return invitation.name().isEmpty() ? hashes.toString() : invitation.name();
  }

  private void tell(long now, boolean atOnce, Outbox out) {
    Exchange exchange = stage.known();
    String trouble = stage instanceof Stage.Learning(var talk) ? talk.unusable() : "";
    if (atOnce) {
      teller.tell(
          now, stage.phase(paused, completion.complete()), exchange, trackers, trouble, out);
    } else {
      teller.round(
          now, stage.phase(paused, completion.complete()), exchange, trackers, trouble, out);
    }
  }

  private void hangUp(long now, Outbox out) {
    conversations.endAll(now, out);
    stage.rest(out);
    trackers.leave(now);
  }

  // What is asked.

  /// The talk with its peers.
  public Conversations conversations() {
    return conversations;
  }

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

  /// Whether it talks to peers now.
  public boolean talking() {
    return !paused && stage.talking();
  }

  /// Whether it may be looked for on the local network.
  public boolean local() {
    boolean isPrivate = stage instanceof Stage.Trading(Exchange exchange) && exchange.isPrivate();
    return options.discovery().localSearch() && !isPrivate && talking();
  }
}
