package dev.freshet.core.node;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Datagrams;
import dev.freshet.core.api.Event;
import dev.freshet.core.dht.DhtNews;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.link.Link;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.rate.TokenBucket;
import dev.freshet.core.torrent.Connections;
import dev.freshet.core.torrent.HashBudget;
import dev.freshet.core.torrent.PeerSource;
import dev.freshet.core.torrent.Ports;
import dev.freshet.core.torrent.Surroundings;
import dev.freshet.core.torrent.Torrent;
import dev.freshet.core.torrent.WriteBudget;
import dev.freshet.core.utp.UtpNumbers;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.local.LocalSearch;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.Handshake;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One participant in any number of swarms: the whole of BitTorrent behaviour as one state machine.
/// Not thread-safe: whoever runs it gives it one input at a time.
public final class Node {
  /// One in so many places may be taken by peers that have not said what they want.
  private static final int LOBBY_SHARE = 4;

  private final Connections connections;
  private final Surroundings shared;
  private final DhtDesk desk;
  private final UtpDesk datagrams;
  private final Whereabouts whereabouts;
  private final Lobby lobby;
  private final Agenda agenda = new Agenda();
  private final LocalDiscovery local;
  private final Roster torrents = new Roster();
  private boolean stopping;
  private boolean stopped;

  /// A node without torrents. All its chance comes from `random`.
  public Node(NodeOptions options, RandomGenerator random) {
    this.connections = new Connections(options.maxConnections(), options.maxHalfOpen());
    this.lobby = new Lobby(Math.max(1, options.maxConnections() / LOBBY_SHARE));
    this.local =
        new LocalDiscovery(options.datagrams() == Datagrams.DIRECT ? options.listenPort() : 0);
    this.desk = new DhtDesk(options, random);
    this.datagrams = new UtpDesk(options.transports(), random);
    Ports ports = new Ports(options.listenPort(), options.udpPort());
    this.whereabouts = new Whereabouts(options, ports, random);
    this.shared =
        new Surroundings(
            connections,
            new WriteBudget(options.maxWriteBytes()),
            new HashBudget(),
            new TokenBucket(options.limits().upBytesPerSecond(), 0),
            new TokenBucket(options.limits().downBytesPerSecond(), 0),
            ports,
            options.maxConnectionsPerTorrent(),
            options.uploadSlots(),
            options.encryption(),
            options.transports(),
            options.datagrams(),
            desk.dht(),
            random);
  }

  /// Takes one input and adds what is wanted of the world to `outbox`.
  ///
  /// @param nowNanos nanoseconds since some moment before the first step, 0 or more; never goes
  ///   back
  /// @return when to step again with [Input.Tick] if nothing else comes first, on the same clock;
  ///   [Long#MAX_VALUE] for never
  public long step(long nowNanos, Input input, Outbox outbox) {
    switch (input) {
      case NetInput net -> net(nowNanos, net, outbox);
      case DiskInput disk -> {
        Torrent torrent = torrents.get(disk.torrent());
        if (torrent != null) {
          torrent.disk(nowNanos, disk, outbox);
          touched(nowNanos, torrent, outbox);
        } else if (disk instanceof DiskInput.BytesRead(int _, long _, Lease bytes)) {
          bytes.release();
        }
      }
      case Input.Asked(Command command) -> asked(nowNanos, command, outbox);
      case Input.Tick() -> datagrams.advance(nowNanos, news -> net(nowNanos, news, outbox), outbox);
    }
    for (PeerSession late : lobby.overdue(nowNanos)) {
      turnAway(late, outbox);
    }
    for (int due = agenda.due(nowNanos); due >= 0; due = agenda.due(nowNanos)) {
      Torrent torrent = torrents.get(due);
      if (torrent == null) {
        agenda.remove(due);
      } else {
        advance(nowNanos, torrent, outbox);
      }
    }
    for (DhtNews news : desk.advance(nowNanos, outbox)) {
      heard(nowNanos, news, outbox);
    }
    if (!stopping) {
      moved(nowNanos, whereabouts.advance(nowNanos, desk.seenElsewhere(), outbox), outbox);
    }
    if (stopping && !stopped && whereabouts.leave(nowNanos, outbox) && torrents.isEmpty()) {
      stopped = true;
      desk.keep(outbox);
      outbox.add(new Effect.Notify(new Event.NodeStopped()));
    }
    datagrams.take(nowNanos, outbox);
    long deadline =
        Math.min(desk.deadline(), Math.min(datagrams.deadline(), whereabouts.deadline()));
    return Math.min(deadline, Math.min(agenda.deadline(), lobby.deadline()));
  }

  private void moved(long now, Whereabouts.Move move, Outbox out) {
    if (move == Whereabouts.Move.NONE) {
      return;
    }
    boolean here = move == Whereabouts.Move.HERE;
    desk.reachedOn(now, shared.ports().peers());
    if (here) {
      local.again();
      out.add(new Effect.Notify(new Event.AddressesChanged(whereabouts.addresses())));
    }
    all(now, out, torrent -> torrent.moved(now, here));
  }

  private void heard(long now, DhtNews news, Outbox out) {
    switch (news) {
      case DhtNews.PeersFound(int torrent, List<Endpoint> peers) ->
          with(now, torrent, out, t -> t.met(now, PeerSource.DHT, peers));
      case DhtNews.Fetched(long request, var item) ->
          out.add(new Effect.Notify(new Event.ItemFetched(request, item)));
      case DhtNews.Stored(long request, int nodes) ->
          out.add(new Effect.Notify(new Event.ItemStored(request, nodes)));
    }
  }

  // What the network tells.

  private void net(long now, NetInput input, Outbox out) {
    switch (input) {
      case NetInput.Connected(int conn) -> {
        Torrent torrent = owner(conn);
        if (torrent == null) {
          out.add(new NetEffect.Close(conn));
        } else {
          torrent.conversations().connected(conn, out);
          touched(now, torrent, out);
        }
      }
      case NetInput.Accepted(int conn, var from) -> {
        boolean carried = UtpNumbers.isUtp(conn) || shared.transports().tcp();
        if (stopping || !carried || torrents.isEmpty() || !enters(conn, from.ip(), out)) {
          out.add(new NetEffect.Close(conn));
        } else {
          Link link = Link.answering(shared.encryption(), torrents::uncovered, shared.random());
          lobby.enter(new PeerSession(conn, from, false, link, now));
          out.add(new NetEffect.Reading(conn, true));
        }
      }
      case NetInput.Received(int conn, Lease bytes) -> received(now, conn, bytes, out);
      case NetInput.Sent(int conn, int bytes) -> {
        Torrent torrent = owner(conn);
        if (torrent != null && torrent.conversations().sent(conn, bytes)) {
          touched(now, torrent, out);
        }
      }
      case NetInput.Closed(int conn, String reason, boolean byProxy) -> {
        Torrent torrent = owner(conn);
        PeerSession session = lobby.leave(conn);
        if (session != null) {
          session.end();
          connections.closed(conn);
        } else if (torrent != null) {
          torrent.conversations().closed(now, conn, reason, byProxy, out);
          touched(now, torrent, out);
        }
      }
      case NetInput.GatewayFound _, NetInput.AddressesFound _ -> whereabouts.took(now, input, out);
      case NetInput.RelayFailed _ -> all(now, out, torrent -> torrent.answered(now, input, out));
      case NetInput.Fetched(long request, int _, byte[] _) -> answered(now, request, input, out);
      case NetInput.FetchFailed(long request, String _) -> answered(now, request, input, out);
      case NetInput.Resolved(long request, var _) -> {
        if (!desk.took(now, input, out)) {
          answered(now, request, input, out);
        }
      }
      case NetInput.RangeReceived(long request, Lease bytes) -> {
        if (!answered(now, request, input, out)) {
          bytes.release();
        }
      }
      case NetInput.RangeEnded(long request) -> answered(now, request, input, out);
      case NetInput.RangeFailed(long request, var _, var _, long _) ->
          answered(now, request, input, out);
      case NetInput.GroupCalled(Endpoint from, ByteBuffer bytes) -> {
        LocalSearch call = local.heard(now, bytes);
        for (Hash name : call == null ? List.<Hash>of() : call.infoHashes()) {
          Torrent torrent = torrents.named(name);
          if (call != null && torrent != null && torrent.local()) {
            torrent.met(now, PeerSource.LOCAL, List.of(call.at(from.ip())));
            touched(now, torrent, out);
          }
        }
      }
      case NetInput.DatagramReceived datagram -> {
        if (datagrams.took(now, datagram, out)
            || desk.took(now, input, out)
            || whereabouts.took(now, input, out)) {
          return;
        }
        for (Torrent torrent : torrents.all()) {
          if (torrent.answered(now, input, out)) {
            touched(now, torrent, out);
            break;
          }
        }
      }
    }
  }

  private void received(long now, int conn, Lease bytes, Outbox out) {
    Torrent torrent = owner(conn);
    if (torrent != null) {
      if (torrent.conversations().received(now, conn, bytes, out)) {
        touched(now, torrent, out);
      }
      return;
    }
    PeerSession session = lobby.get(conn);
    if (session == null) {
      bytes.release();
      return;
    }
    session.feed(now, bytes, out);
    Decoded said = session.next(now);
    if (said == null) {
      return;
    }
    Torrent meant = said instanceof Handshake hello ? torrents.named(hello.infoHash()) : null;
    if (meant == null) {
      turnAway(session, out);
      return;
    }
    lobby.leave(conn);
    connections.assign(conn, meant.id());
    if (meant.talking() && meant.conversations().accepted(now, session, (Handshake) said, out)) {
      touched(now, meant, out);
    } else {
      turnAway(session, out);
    }
  }

  private boolean answered(long now, long request, NetInput input, Outbox out) {
    if (whereabouts.took(now, input, out)) {
      return true;
    }
    Torrent torrent = torrents.get((int) (request >>> 32));
    boolean wanted = torrent != null && torrent.answered(now, input, out);
    if (torrent != null && wanted) {
      touched(now, torrent, out);
    }
    return wanted;
  }

  /// Counts a connection that came in. Who has said nothing yet makes room for it; false if there
  /// is none.
  private boolean enters(int conn, IpAddress from, Outbox out) {
    PeerSession silent = lobby.isFull() || !connections.hasRoom() ? lobby.hindmost() : null;
    if (silent != null) {
      turnAway(silent, out);
    }
    return connections.accept(conn, from);
  }

  private void turnAway(PeerSession session, Outbox out) {
    lobby.leave(session.conn());
    session.end();
    connections.closed(session.conn());
    out.add(new NetEffect.Close(session.conn()));
  }

  // What the embedder asks.

  private void asked(long now, Command command, Outbox out) {
    switch (command) {
      case Command.AddTorrent(int id, var metainfo, var options) ->
          add(now, Torrent.of(id, metainfo, options, shared, requestIds(id), now, out), out);
      case Command.AddMagnet(int id, var magnet, var options) ->
          add(now, Torrent.of(id, magnet, options, shared, requestIds(id), now), out);
      case Command.AddPeers(int id, var peers) ->
          with(now, id, out, t -> t.met(now, PeerSource.EMBEDDER, peers));
      case Command.AddTracker(int id, String url) ->
          with(now, id, out, t -> t.addTracker(now, url));
      case Command.Pause(int id) -> with(now, id, out, t -> t.pause(now, out));
      case Command.Resume(int id) -> with(now, id, out, t -> t.resume(now));
      case Command.Recheck(int id) -> with(now, id, out, t -> t.recheck(now, out));
      case Command.LimitTorrent(int id, var limits) ->
          with(now, id, out, t -> t.limit(now, limits));
      case Command.LimitNode(var limits) -> {
        shared.up().limit(now, limits.upBytesPerSecond());
        shared.down().limit(now, limits.downBytesPerSecond());
        all(now, out, torrent -> {});
      }
      case Command.Remove(int id, boolean deleteData) ->
          with(now, id, out, t -> t.leave(now, deleteData, out));
      case Command.FetchItem wish -> desk.fetch(now, wish, out);
      case Command.StoreItem wish -> desk.store(now, wish, out);
      case Command.Stop() -> {
        stopping = true;
        lobby.all().forEach(session -> turnAway(session, out));
        all(now, out, torrent -> torrent.leave(now, false, out));
      }
    }
  }

  private void add(long now, Torrent torrent, Outbox out) {
    torrents.add(torrent);
    touched(now, torrent, out);
  }

  private void with(long now, int id, Outbox out, Consumer<Torrent> action) {
    Torrent torrent = torrents.get(id);
    if (torrent != null) {
      action.accept(torrent);
      touched(now, torrent, out);
    }
  }

  /// Something touches all of them.
  private void all(long now, Outbox out, Consumer<Torrent> action) {
    for (Torrent torrent : torrents.all()) {
      action.accept(torrent);
      touched(now, torrent, out);
    }
  }

  /// An input has touched this torrent.
  private void touched(long now, Torrent torrent, Outbox out) {
    torrent.stir();
    advance(now, torrent, out);
  }

  private void advance(long now, Torrent torrent, Outbox out) {
    long next = torrent.advance(now, out);
    if (torrent.gone()) {
      torrents.remove(torrent);
      agenda.remove(torrent.id());
      local.forget(torrent.id());
    } else {
      local.advance(now, torrent, out);
      agenda.put(now, torrent.id(), Math.max(next, now + 1));
    }
  }

  private @Nullable Torrent owner(int conn) {
    return torrents.get(connections.owner(conn));
  }

  private static LongSupplier requestIds(int torrent) {
    long[] last = {(long) torrent << 32};
    return () -> ++last[0];
  }
}
