package dev.freshet.core.torrent;

import dev.freshet.core.api.WebSeedStatus;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.piece.Availability;
import dev.freshet.core.piece.Block;
import dev.freshet.core.piece.PeerTraits;
import dev.freshet.core.piece.PiecePicker;
import dev.freshet.core.webseed.Course;
import dev.freshet.core.webseed.Landed;
import dev.freshet.core.webseed.SeedUrl;
import dev.freshet.core.webseed.Server;
import dev.freshet.core.webseed.Shares;
import dev.freshet.core.webseed.Turn;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.PeerId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
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

  private static final long LEAST_RUN = 128 << 10;
  private static final long MOST_RUN = 16 << 20;

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
  private final long ours;
  private final Shares shares;
  private final List<Server> servers = new ArrayList<>();
  private final Course course;
  private final Bitfield seen;
  private final List<Integer> ahead = new ArrayList<>();
  private final List<Block> chosen = new ArrayList<>();
  private @Nullable Turn turn;
  private long received;
  private long fed;

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
    this.ours = number(places.ours());
    this.shares = new Shares(ours, stretch(contents.geometry()));
    this.course = new Course(random);
    this.seen = new Bitfield(contents.geometry().pieceCount());
    for (SeedUrl url : places.urls()) {
      servers.add(new Server(keys.key(), url, contents.info(), places.requestIds(), random));
    }
  }

  /// The random part of a peer id.
  private static long number(PeerId id) {
    return ByteBuffer.wrap(id.bytes()).getLong(PeerId.LENGTH - Long.BYTES);
  }

  /// Long enough to be worth a request, and short enough that there are many.
  private static int stretch(Geometry geometry) {
    long pieces = Math.min(LEAST_RUN / geometry.pieceLength(), geometry.pieceCount() / 64);
    return (int) Math.max(1, pieces);
  }

  // What the network tells.

  /// Something came from a server. True if it was one of ours.
  boolean answered(long now, NetInput input, Outbox out) {
    if (servers.isEmpty()) {
      return false;
    }
    boolean ours =
        switch (input) {
          case NetInput.RangeReceived(long request, var bytes) -> {
            Server server = owner(request);
            if (server != null) {
              server.received(now, request, bytes);
            }
            yield server != null;
          }
          case NetInput.RangeEnded(long request) -> {
            Server server = owner(request);
            if (server != null) {
              server.ended(request);
            }
            yield server != null;
          }
          case NetInput.RangeFailed(long request, var problem, String reason, long retry) -> {
            Server server = owner(request);
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

  private @Nullable Server owner(long request) {
    for (Server server : servers) {
      if (server.owns(request)) {
        return server;
      }
    }
    return null;
  }

  /// Hands on what has come, as far as disk and limits let it.
  private void take(long now, Outbox out) {
    List<Block> lost = new ArrayList<>();
    for (Server server : servers) {
      while (!downloads.intake().full() && !(gate.limited() && gate.available(now) <= 0)) {
        Landed landed = server.poll(now, lost, out);
        if (landed == null) {
          break;
        }
        Block block = landed.block();
        gate.take(now, block.length());
        traffic.received(now, block.length());
        received += block.length();
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
    if (servers.isEmpty() || downloads.picker() == null || contents.have().isFull()) {
      return;
    }
    if (turn == null) {
      turn = new Turn(now, random);
    }
    look(now, turn);
    for (Server server : servers) {
      lost(server, server.overdue(now, out));
    }
    take(now, out);
    ask(now, out);
  }

  /// Goes on where the download limit or the disk had stopped it.
  void advance(long now, Outbox out) {
    if (busy()) {
      take(now, out);
    }
  }

  /// When the download limit lets more pass; [Long#MAX_VALUE] if nobody waits for that.
  long deadline(long now) {
    return gate.limited() && busy() ? gate.deadlineFor(now, Geometry.BLOCK) : Long.MAX_VALUE;
  }

  private boolean busy() {
    for (Server server : servers) {
      if (server.busy()) {
        return true;
      }
    }
    return false;
  }

  /// Whether there is still something to be had from a server, so that rounds must not be rare.
  boolean moving() {
    return !contents.have().isFull() && servers.stream().anyMatch(server -> !server.dropped());
  }

  private void look(long now, Turn turn) {
    long[] rivals = new long[neighbours.all().size()];
    int count = 0;
    int before = 0;
    int known = seen.cardinality();
    seen.or(contents.have());
    int own = seen.cardinality() - known;
    for (PeerSession session : neighbours.all()) {
      Bitfield has = session.has();
      if (!session.live() || has == null) {
        continue;
      }
      seen.or(has);
      PeerId theirs = session.introduction().peerId();
      if (!session.seed() && theirs != null) {
        long rival = number(theirs);
        rivals[count++] = rival;
        before += rival > ours ? 1 : 0;
      }
    }
    turn.rivals(now, count, before);
    shares.among(Arrays.copyOf(rivals, count));
    if (seen.cardinality() > known + own) {
      turn.news(now);
    }
    Availability availability = downloads.availability();
    if (ahead.removeIf(piece -> availability.count(piece) > 0)) {
      turn.spread(now);
    }
    long given = traffic.down().total() - received;
    if (given != fed) {
      fed = given;
      turn.fed(now);
    }
  }

  // Asking.

  private void ask(long now, Outbox out) {
    for (Server server : servers) {
      Turn mine = turn;
      if (mine != null && !mine.early(now) && server.free(now) && !downloads.intake().full()) {
        ask(now, mine, server, out);
      }
    }
  }

  private void ask(long now, Turn mine, Server server, Outbox out) {
    PiecePicker picker = downloads.picker();
    if (picker == null || contents.inTrouble(now)) {
      return;
    }
    chosen.clear();
    Availability availability = downloads.availability();
    if (mine.alone(now)) {
      choose(now, server, picker, availability::nextOpen, run(now, server, SECONDS_ALONE));
      if (chosen.isEmpty()) {
        leftovers(now, server, picker);
      }
    } else {
      int room = room();
      int most = Math.max(1, Math.min(room, run(now, server, SECONDS_IN_TURN)));
      if (room > 0 || !mine.ahead(now)) {
        if (shares.asking()) {
          choose(now, server, picker, this::nextOfOurs, most);
        }
        if (chosen.isEmpty() && mine.stalled(now)) {
          choose(now, server, picker, availability::nextUnseen, most);
        }
        chosen.stream().map(Block::piece).distinct().forEach(ahead::add);
      }
    }
    if (chosen.isEmpty() && mine.starved(now)) {
      leftovers(now, server, picker);
    }
    if (!chosen.isEmpty()) {
      server.fetch(now, sized(), out);
    }
  }

  private int nextOfOurs(int from) {
    Availability availability = downloads.availability();
    int piece = availability.nextUnseen(from);
    while (piece >= 0 && !shares.ours(piece)) {
      piece = availability.nextUnseen(piece + 1);
    }
    return piece;
  }

  /// How many pieces more may wait for others to take them from us.
  private int room() {
    long pieces = MOST_AHEAD_BYTES / contents.geometry().pieceLength();
    return (int) Math.max(MOST_AHEAD, pieces) - ahead.size();
  }

  /// How many pieces one request is for.
  private int run(long now, Server server, double seconds) {
    long bytes = Math.clamp((long) (server.rate(now) * seconds), LEAST_RUN, MOST_RUN);
    return (int) Math.max(1, bytes / contents.geometry().pieceLength());
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
    for (Server server : servers) {
      lost(server, server.leave(out));
    }
  }

  /// One of those who lied is a server: it is not asked again. False if it is none of ours.
  boolean convict(int key, Outbox out) {
    for (Server server : servers) {
      if (server.key() == key) {
        lost(server, server.convict(out));
        return true;
      }
    }
    return false;
  }

  /// How each of them stands.
  List<WebSeedStatus> status(long now) {
    return servers.stream().map(server -> server.status(now)).toList();
  }
}
