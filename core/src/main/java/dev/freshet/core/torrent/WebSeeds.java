package dev.freshet.core.torrent;

import dev.freshet.core.api.WebSeedStatus;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.piece.Availability;
import dev.freshet.core.piece.Block;
import dev.freshet.core.piece.PeerTraits;
import dev.freshet.core.piece.PiecePicker;
import dev.freshet.core.webseed.Ahead;
import dev.freshet.core.webseed.Course;
import dev.freshet.core.webseed.Landed;
import dev.freshet.core.webseed.SeedUrl;
import dev.freshet.core.webseed.Server;
import dev.freshet.core.webseed.Turn;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.PeerId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Fetches from web servers what the neighbours do not give: looks round for who else wants it,
/// asks the servers when it is our [Turn], and hands what comes to the [Downloads].
final class WebSeeds {
  /// How many seconds' worth one request is for, when nobody else wants the same.
  private static final double SECONDS_ALONE = 4;

  /// And when others do: shorter, since nobody knows what is on its way to us.
  private static final double SECONDS_IN_TURN = 0.5;

  /// How long a piece takes from a server to whoever fetches it and on until we see it.
  private static final double SECONDS_UNSEEN = 2;

  private static final int LEAST_DISTANCE = 4;

  /// No place is so far from what is seen.
  private static final int NO_DISTANCE = Integer.MAX_VALUE;

  /// So much may wait for others to take it from us before we ask for more: this many pieces, or
  /// this many bytes if that is more.
  private static final int MOST_AHEAD = 8;

  private static final long MOST_AHEAD_BYTES = 2 << 20;

  private final Contents contents;
  private final Downloads downloads;
  private final RateGate gate;
  private final Traffic traffic;
  private final Neighbours neighbours;
  private final RandomGenerator random;
  private final PeerId ours;
  private final Servers servers;
  private final Course course;
  private final Ahead ahead = new Ahead();
  private final List<Block> chosen = new ArrayList<>();
  private @Nullable Lookout lookout;

  /// Whether a server might be asked as soon as what it gave has been checked.
  private boolean held;

  WebSeeds(
      SeedPlaces places,
      Contents contents,
      Downloads downloads,
      RateGate gate,
      Traffic traffic,
      Neighbours neighbours,
      Connections keys,
      RandomGenerator random) {
    this.contents = contents;
    this.downloads = downloads;
    this.gate = gate;
    this.traffic = traffic;
    this.neighbours = neighbours;
    this.random = random;
    this.ours = places.ours();
    this.course = new Course(contents.geometry().pieceCount(), random);
    List<Server> all = new ArrayList<>();
    for (SeedUrl url : contents.fetches() ? places.urls() : List.<SeedUrl>of()) {
      all.add(new Server(keys.key(), url, contents.info(), places.requestIds(), random));
    }
    this.servers = new Servers(all);
  }

  // What the network tells.

  /// Something came from a server. True if it was one of ours.
  boolean answered(long now, NetInput input, Outbox out) {
    if (servers.all().isEmpty()) {
      return false;
    }
    boolean ours =
        switch (input) {
          case NetInput.RangeReceived(long request, var bytes) -> {
            Server server = servers.owner(request);
            if (server != null) {
              server.received(now, request, bytes);
            }
            yield server != null;
          }
          case NetInput.RangeEnded(long request) -> {
            Server server = servers.owner(request);
            if (server != null) {
              server.ended(request);
            }
            yield server != null;
          }
          case NetInput.RangeFailed(long request, var problem, String reason, long retry) -> {
            Server server = servers.owner(request);
            if (server != null) {
              take(now, out);
              lost(server, server.failed(now, request, problem, reason, retry));
            }
            yield server != null;
          }
          case NetInput _ -> false;
        };
    if (ours) {
      take(now, out);
      ask(now, out);
    }
    return ours;
  }

  /// Hands on what has come, as far as disk and limits let it.
  private void take(long now, Outbox out) {
    List<Block> lost = new ArrayList<>();
    for (Server server : servers.all()) {
      while (!downloads.intake().full() && !(gate.limited() && gate.available(now) <= 0)) {
        Landed landed = server.poll(now, lost, out);
        if (landed == null) {
          break;
        }
        Block block = landed.block();
        gate.take(now, block.length());
        traffic.received(now, block.length());
        downloads.landed(
            server.key(),
            block.piece(),
            block.begin(),
            landed.bytes(),
            landed.owner(),
            neighbours.byConn(),
            out);
        landed.owner().release();
      }
      lost(server, lost);
      lost.clear();
    }
  }

  private void lost(Server server, List<Block> blocks) {
    PiecePicker picker = downloads.picker();
    if (picker != null) {
      blocks.forEach(block -> picker.returned(server.key(), block.piece(), block.begin()));
    }
  }

  // Time.

  /// Looks round, gives up what is overdue, and asks for more.
  void round(long now, Outbox out) {
    if (servers.all().isEmpty() || downloads.picker() == null || contents.complete()) {
      return;
    }
    Lookout near = lookout;
    if (near == null) {
      Turn turn = new Turn(now, random);
      near =
          new Lookout(
              now, contents, downloads.availability(), traffic, neighbours, ours, turn, ahead);
      lookout = near;
    }
    near.look(now);
    for (Server server : servers.all()) {
      lost(server, server.overdue(now, out));
    }
    take(now, out);
    ask(now, out);
  }

  /// Goes on where the download limit or the disk had stopped it.
  void advance(long now, Outbox out) {
    if (servers.busy()) {
      take(now, out);
    }
    if (held) {
      ask(now, out);
    }
  }

  /// When the download limit lets more pass; [Long#MAX_VALUE] if nobody waits for that.
  long deadline(long now) {
    return gate.limited() && servers.busy()
        ? gate.deadlineFor(now, Geometry.BLOCK)
        : Long.MAX_VALUE;
  }

  /// Whether there is still something to be had from a server, so that rounds must not be rare.
  boolean moving() {
    return !contents.complete() && servers.all().stream().anyMatch(server -> !server.dropped());
  }

  /// What we fetched and nobody near has.
  Ahead ahead() {
    return ahead;
  }

  /// A neighbour has this piece now.
  void announced(int piece) {
    if (ahead.announced(piece)) {
      course.crossed(piece);
    }
  }

  // Asking.

  private void ask(long now, Outbox out) {
    held = false;
    for (Server server : servers.all()) {
      Lookout near = lookout;
      if (near != null
          && !near.turn().early(now)
          && server.free(now)
          && !downloads.intake().full()) {
        // however slow the disk is, a liar sends no more than it was asked for at once
        if (server.isProven() || !downloads.intake().awaitsCheck(server.key())) {
          ask(now, near, server, out);
        } else {
          held = true;
        }
      }
    }
  }

  private void ask(long now, Lookout near, Server server, Outbox out) {
    Turn mine = near.turn();
    PiecePicker picker = downloads.picker();
    if (picker == null || contents.inTrouble(now)) {
      return;
    }
    chosen.clear();
    Availability availability = downloads.availability();
    if (mine.alone(now)) {
      if (!course.goesOn(availability::nextOpen)) {
        course.begin(availability::nextOpen, 0, _ -> false, _ -> true);
      }
      choose(now, server, picker, availability::nextOpen, run(now, server, SECONDS_ALONE));
      if (chosen.isEmpty()) {
        leftovers(now, server, picker);
      }
    } else {
      int room = room();
      int most = Math.max(1, Math.min(room, run(now, server, SECONDS_IN_TURN)));
      if (room > 0 || !mine.ahead(now)) {
        begin(now, near, server);
        choose(now, server, picker, availability::nextUnseen, most);
        chosen.forEach(block -> ahead.add(block.piece()));
      }
    }
    if (chosen.isEmpty() && mine.starved(now)) {
      leftovers(now, server, picker);
    }
    if (!chosen.isEmpty()) {
      server.fetch(now, sized(), out);
    }
  }

  /// Begins somewhere else where the course has come to its end. Towards the end of the file nobody
  /// does but where someone has left off: what else is missing is on its way to those who go on.
  private void begin(long now, Lookout near, Server server) {
    Availability availability = downloads.availability();
    if (course.goesOn(availability::nextUnseen)) {
      return;
    }
    Turn mine = near.turn();
    if (mine.ours()) {
      int pieces = contents.geometry().pieceCount();
      int distance = distance(now, server);
      IntPredicate part = piece -> mine.inOurPart(piece, pieces);
      if (near.unseen() >= near.fetching() * distance) {
        course.begin(availability::nextUnseen, distance, near::leftOff, part);
      } else {
        course.begin(availability::nextUnseen, NO_DISTANCE, part.and(near::leftOff), part);
      }
    }
    if (!course.goesOn(availability::nextUnseen) && mine.stalled(now)) {
      course.begin(availability::nextUnseen);
    }
  }

  /// How many pieces another may have fetched beyond what we see of it.
  private int distance(long now, Server server) {
    Geometry geometry = contents.geometry();
    long most = Math.max(LEAST_DISTANCE, geometry.pieceCount() / 8);
    long pieces = (long) (server.rate(now) * SECONDS_UNSEEN / geometry.pieceLength());
    return (int) Math.clamp(pieces, LEAST_DISTANCE, most);
  }

  /// How many pieces more may wait for others to take them from us.
  private int room() {
    long pieces = MOST_AHEAD_BYTES / contents.geometry().pieceLength();
    return (int) Math.max(MOST_AHEAD, pieces) - ahead.size();
  }

  /// How many pieces one request is for.
  private int run(long now, Server server, double seconds) {
    return (int) Math.max(1, server.run(now, seconds) / contents.geometry().pieceLength());
  }

  private void choose(
      long now, Server server, PiecePicker picker, IntUnaryOperator wanted, int most) {
    BitSet row = course.next(wanted, most);
    if (!row.isEmpty()) {
      picker.pickAllowedFast(
          now, server.key(), everything(), traits(now, server), row, Integer.MAX_VALUE, chosen);
    }
  }

  /// What others have begun and not brought, or what they do not seem to bring.
  private void leftovers(long now, Server server, PiecePicker picker) {
    picker.pick(
        now,
        server.key(),
        everything(),
        traits(now, server),
        contents.geometry().blocksPerPiece(),
        chosen);
  }

  private Bitfield everything() {
    return Bitfield.full(contents.geometry().pieceCount());
  }

  private PeerTraits traits(long now, Server server) {
    return new PeerTraits(server.rate(now), false, downloads.intake().suspects(server.key()));
  }

  private List<Block> sized() {
    List<Block> blocks = new ArrayList<>();
    for (Block block : chosen) {
      int length = contents.blockSize(block.piece(), block.begin() / Geometry.BLOCK);
      blocks.add(new Block(block.piece(), block.begin(), length));
    }
    return blocks;
  }

  // Ends.

  /// Wants nothing for now.
  void rest(Outbox out) {
    for (Server server : servers.all()) {
      lost(server, server.leave(out));
    }
  }

  /// We are in another network, or in one again.
  void moved(long now) {
    servers.all().forEach(server -> server.forgive(now));
  }

  /// A piece fits its hash, and is still on the picker's account.
  void verified(int piece) {
    PiecePicker picker = downloads.picker();
    int[] senders = servers.all().isEmpty() || picker == null ? new int[0] : picker.senders(piece);
    for (int sender : senders) {
      if (servers.of(sender) instanceof Server server) {
        server.proven();
      }
    }
  }

  /// One of those who lied is a server: it is not asked again. False if it is none of ours.
  boolean convict(int key, Outbox out) {
    Server server = servers.of(key);
    if (server != null) {
      lost(server, server.convict(out));
    }
    return server != null;
  }

  /// How each of them stands.
  List<WebSeedStatus> status(long now) {
    return servers.all().stream().map(server -> server.status(now)).toList();
  }
}
