package dev.freshet.core.measure;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.Metainfo;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/// Many nodes in virtual time, as lean as can be: one delay for all, an uplink each, and no bytes
/// of payload but those of one shared buffer.
final class Crowd {
  static final long SECOND = 1_000_000_000L;
  private static final long DELAY = SECOND / 50;
  private static final int PORT = 6881;

  private record Due(long at, long number, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private final List<Member> members = new ArrayList<>();
  private final int seeds;
  private Cost cost;
  private long now = SECOND;
  private long number;
  private int complete;
  private long pieces;
  private long course;

  /// Nobody yet; the first `seeds` to come have everything.
  Crowd(Cost cost, int seeds) {
    this.cost = cost;
    this.seeds = seeds;
  }

  /// So many nodes, each of which is told of `known` others.
  void gather(int nodes, int known, long up, Metainfo metainfo, SplittableRandom random) {
    NodeOptions options =
        NodeOptions.defaults().withListenPort(PORT).withConnectionsPerTorrent(2 * known + 6);
    for (int i = 0; i < nodes; i++) {
      members.add(new Member(this, i, options, up, i < seeds, random.split()));
    }
    for (int i = 0; i < nodes; i++) {
      List<Endpoint> peers = new ArrayList<>();
      for (int k = 1; k <= known; k++) {
        int other = 2 * known >= nodes - 1 ? (i + k) % nodes : random.nextInt(nodes);
        if (other != i) {
          peers.add(endpoint(other));
        }
      }
      TorrentOptions torrent = TorrentOptions.in("there").withPeers(peers);
      members.get(i).step(new Input.Asked(new Command.AddTorrent(1, metainfo, torrent)));
    }
  }

  static Endpoint endpoint(int index) {
    byte[] address = {10, (byte) (index >> 16), (byte) (index >> 8), (byte) index};
    return new Endpoint(IpAddress.of(address), PORT);
  }

  Member at(Endpoint to) {
    byte[] address = to.ip().bytes();
    return members.get((address[1] & 0xff) << 16 | (address[2] & 0xff) << 8 | (address[3] & 0xff));
  }

  Cost cost() {
    return cost;
  }

  /// Counts anew from here.
  Cost restart(Cost fresh) {
    cost = fresh;
    return fresh;
  }

  long now() {
    return now;
  }

  /// A number that differs if anything happened at another time.
  long course() {
    return course;
  }

  /// How many connections a node has, on average.
  double connections() {
    return members.stream().mapToInt(Member::connections).average().orElse(0);
  }

  /// How many nodes have everything.
  int complete() {
    return complete;
  }

  /// How many pieces have come, to all nodes together.
  long pieces() {
    return pieces;
  }

  void told(Event event) {
    complete += event instanceof Event.Completed ? 1 : 0;
    pieces += event instanceof Event.PieceCompleted ? 1 : 0;
  }

  void at(long when, Runnable what) {
    agenda.add(new Due(Math.max(now, when), number++, what));
  }

  /// Bytes arrive one delay after they have left.
  void arrive(long left, Runnable what) {
    at(left + DELAY, what);
  }

  /// Plays on until then, or until this is so.
  void play(long until, BooleanSupplier over) {
    while (!over.getAsBoolean()) {
      Due next = agenda.peek();
      if (next == null || next.at > until) {
        break;
      }
      agenda.remove();
      now = next.at;
      course = 31 * course + now;
      next.what.run();
    }
  }

  /// A connection from one to another.
  void join(Member from, int conn, Member to) {
    at(
        now + 2 * DELAY,
        () -> {
          int theirs = to.nextAccepted();
          from.joined(conn, to, theirs);
          to.joined(theirs, from, conn);
          to.step(new NetInput.Accepted(theirs, new Endpoint(from.endpoint().ip(), 50_000)));
          from.step(new NetInput.Connected(conn));
        });
  }
}
