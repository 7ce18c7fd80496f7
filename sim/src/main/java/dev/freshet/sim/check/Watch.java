package dev.freshet.sim.check;

import static dev.freshet.sim.check.Breach.unless;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.sim.world.Observer;
import dev.freshet.sim.world.World;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Sees that one life of a node, which has one torrent, keeps the rules, and throws a [Breach] when
/// it does not.
public final class Watch implements Observer {
  /// Wake-ups for nothing that a node may have in a second.
  private static final int MOST_IDLE_TICKS = 1000;

  /// Most bytes that may wait to leave on one connection.
  private static final long MOST_QUEUED = 3 << 20;

  private final Truth truth;
  private final Possessions possessions;
  private final Limits limits;
  private final Map<Integer, Tap> open = new LinkedHashMap<>();
  private final Set<Integer> opening = new TreeSet<>();
  private final Set<Integer> over = new TreeSet<>();
  private int lastConn;
  private boolean stop;
  private boolean stopped;
  private long second;
  private int idleTicks;

  /// A watch over a life that begins now.
  public Watch(Truth truth, NodeOptions options, long nowNanos) {
    this.truth = truth;
    this.possessions = new Possessions(truth);
    this.limits = new Limits(options, nowNanos);
  }

  // What goes in.

  @Override
  public void heard(long now, Input input) {
    switch (input) {
      case NetInput.Received(int conn, Lease lease) -> {
        Tap tap = open.get(conn);
        if (tap != null) {
          tap.heard(lease.buffer());
        }
      }
      case NetInput.Accepted(int conn, var _) -> {
        unless(!over.contains(conn) && !open.containsKey(conn), "id used twice");
        open.put(conn, new Tap(possessions));
      }
      case NetInput.Connected(int conn) -> {
        if (opening.remove(conn)) {
          open.put(conn, new Tap(possessions));
        }
      }
      case NetInput.Sent(int conn, int bytes) -> {
        Tap tap = open.get(conn);
        if (tap != null) {
          tap.left(bytes);
        }
      }
      case NetInput.Closed(int conn, String _, boolean _) -> over(conn);
      case NetInput _ -> {}
      case DiskInput disk -> possessions.heard(disk);
      case Input.Asked(Command command) -> {
        limits.asked(now, command);
        switch (command) {
          case Command.AddTorrent(int _, var _, var options) ->
              possessions.trusted(options.trusted());
          case Command.Recheck _ -> possessions.trusted(false);
          case Command.Stop() -> stop = true;
          case Command _ -> {}
        }
      }
      case Input.Tick() -> {
        if (now / World.SECOND != second) {
          second = now / World.SECOND;
          idleTicks = 0;
        }
      }
    }
  }

  private void over(int conn) {
    open.remove(conn);
    opening.remove(conn);
    over.add(conn);
  }

  // What comes out.

  @Override
  public void said(long now, Input input, List<Effect> effects) {
    if (input instanceof Input.Tick && effects.isEmpty()) {
      unless(++idleTicks < MOST_IDLE_TICKS, "wakes for nothing");
    }
    for (Effect effect : effects) {
      switch (effect) {
        case NetEffect net -> said(net);
        case DiskEffect disk -> possessions.said(disk);
        case Effect.Notify(Event event) -> said(event);
      }
    }
    if (input instanceof DiskInput disk) {
      limits.heard(disk, possessions.takeGiven());
    }
    for (Effect effect : effects) {
      if (effect instanceof DiskEffect disk) {
        limits.said(now, disk);
      }
    }
    long greeted = open.values().stream().filter(Tap::greeted).count();
    limits.connections(open.size() + opening.size(), opening.size(), greeted);
  }

  private void said(NetEffect effect) {
    switch (effect) {
      case NetEffect.Connect(int conn, var _) -> {
        unless(conn > lastConn, "a connection id used twice");
        lastConn = conn;
        opening.add(conn);
      }
      case NetEffect.Send(int conn, ByteBuffer bytes, Lease _) -> {
        unless(!over.contains(conn), "sends on a connection that is gone");
        Tap tap = open.get(conn);
        if (tap != null) {
          tap.said(bytes);
          unless(tap.queued() <= MOST_QUEUED, tap.queued() + " bytes wait for one peer");
        }
      }
      case NetEffect.Close(int conn) -> over(conn);
      case NetEffect _ -> {}
    }
  }

  private void said(Event event) {
    switch (event) {
      case Event.PieceCompleted(int _, int piece) -> possessions.completed(piece);
      case Event.Completed _ -> possessions.completed();
      case Event.PeerBanned(int _, var peer, String reason) ->
          unless(truth.guilty(peer.ip()), "bans " + peer + ", which is innocent: " + reason);
      case Event.NodeStopped() -> {
        unless(stop && !stopped, "stops unasked, or twice");
        unless(
            open.isEmpty() && opening.isEmpty(), "stops and keeps connections: " + open.keySet());
        stopped = true;
      }
      case Event _ -> {}
    }
  }
}
