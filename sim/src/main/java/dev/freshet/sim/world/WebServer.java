package dev.freshet.sim.world;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/// A web server that all hosts can reach and that sends ranges of one file (BEP 19), by the line of
/// a host on which no node runs. Requests take turns, a part each, so that each gets the same share
/// of the line. There is no payload: all is zeros.
public final class WebServer {
  /// Where the file is.
  public static final String URL = "http://origin.example/file";

  private static final int PART = 16 * 1024;

  /// So many parts of a request may be under way, or come and not released.
  private static final int WINDOW = 32;

  /// What goes before a body.
  private static final int HEAD = 300;

  /// When a part that found the receiver's line full comes again.
  private static final long AGAIN = World.SECOND / 50;

  private final World world;
  private final Host host;
  private final ArrayDeque<Transfer> waiting = new ArrayDeque<>();
  private boolean busy;

  /// A server on this host's line.
  public WebServer(World world, Host host) {
    this.world = world;
    this.host = host;
  }

  /// One request.
  final class Transfer {
    private final NetEffect.FetchRange range;
    private final Host to;
    private final Consumer<NetInput> tell;
    private long unsent;
    private long untold;
    private int out;
    private boolean queued;
    private boolean over;

    private Transfer(NetEffect.FetchRange range, Host to, Consumer<NetInput> tell) {
      this.range = range;
      this.to = to;
      this.tell = tell;
      this.unsent = range.length();
      this.untold = range.length();
    }

    /// Nothing more is wanted.
    void cancel() {
      over = true;
    }

    private void queue() {
      if (!queued && !over && unsent > 0 && out < WINDOW) {
        queued = true;
        waiting.add(this);
        pump();
      }
    }

    private void sent(int bytes) {
      queued = false;
      world.listener().moved(host, to, bytes);
      queue();
      world.after(world.delay(host, to), () -> enter(bytes));
    }

    private void enter(int bytes) {
      Pipe down = to.downlink();
      long through = down == null ? world.now() : down.through(world.now(), bytes);
      if (through < 0) {
        world.after(AGAIN, () -> enter(bytes));
      } else {
        world.after(through - world.now(), () -> arrive(bytes));
      }
    }

    private void arrive(int bytes) {
      if (over) {
        return;
      }
      ByteBuffer part = ByteBuffer.allocate(bytes);
      untold -= bytes;
      boolean last = untold == 0;
      tell.accept(new NetInput.RangeReceived(range.request(), credit(part)));
      if (last && !over) {
        over = true;
        tell.accept(new NetInput.RangeEnded(range.request()));
      }
    }

    private Lease credit(ByteBuffer part) {
      int[] holds = {1};
      return new Lease() {
        @Override
        public ByteBuffer buffer() {
          return part;
        }

        @Override
        public Lease retain() {
          holds[0]++;
          return this;
        }

        @Override
        public void release() {
          if (--holds[0] == 0) {
            out--;
            queue();
          }
        }
      };
    }
  }

  /// A request of this host for a range, of whose course `tell` hears.
  Transfer begin(NetEffect.FetchRange range, Host to, Consumer<NetInput> tell) {
    Transfer transfer = new Transfer(range, to, tell);
    world.after(2 * world.delay(host, to), transfer::queue);
    return transfer;
  }

  private void pump() {
    while (!busy) {
      Transfer next = waiting.poll();
      if (next == null) {
        return;
      }
      if (next.over) {
        continue;
      }
      int bytes = (int) Math.min(PART, next.unsent);
      boolean first = next.unsent == next.range.length();
      next.unsent -= bytes;
      next.out++;
      long rate = host.line().up();
      long takes = rate == 0 ? 0 : World.nanos(bytes + (first ? HEAD : 0), rate);
      busy = true;
      world.after(
          takes,
          () -> {
            busy = false;
            next.sent(bytes);
            pump();
          });
    }
  }
}
