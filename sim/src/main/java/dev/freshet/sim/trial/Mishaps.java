package dev.freshet.sim.trial;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.RateLimits;
import dev.freshet.sim.disk.Mood;
import dev.freshet.sim.fault.Fault;
import dev.freshet.sim.world.World;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// What befalls those who take part, one after the other, for a while.
final class Mishaps {
  private static final long LONGEST = 20 * World.SECOND;
  private static final int KINDS = 16;

  private final World world;
  private final Terms terms;
  private final SplittableRandom random;
  private final Consumer<Party> starts;
  private boolean over;

  Mishaps(World world, Terms terms, SplittableRandom random, Consumer<Party> starts) {
    this.world = world;
    this.terms = terms;
    this.random = random;
    this.starts = starts;
  }

  /// Nothing more happens.
  void over() {
    over = true;
  }

  private void later(long nanos, Runnable what) {
    world.after(
        nanos,
        () -> {
          if (!over) {
            what.run();
          }
        });
  }

  /// At some time before that, one of these fares badly, most likely soon.
  void plan(List<Party> all, long withinNanos) {
    later(
        1 + random.nextLong(random.nextBoolean() ? withinNanos / 4 : withinNanos),
        () -> strike(all));
  }

  /// A disk may be bad from the beginning.
  void begin(Party one, boolean spared) {
    if (terms.badDisks() && random.nextInt(3) == 0) {
      mood(one, spared);
    }
  }

  /// One of these fares badly. The first of them has the last copy and is spared the worst.
  private void strike(List<Party> all) {
    Party one = all.get(random.nextInt(all.size()));
    boolean spared = one == all.getFirst();
    switch (random.nextInt(KINDS)) {
      case 0, 1 -> {
        one.losePower();
        comesBack(one);
      }
      case 2 -> {
        one.kill();
        comesBack(one);
      }
      case 3, 4 -> one.host.breakConnection();
      case 5 -> pause(one);
      case 6 -> {
        if (one.host.alive()) {
          world.faults().count(Fault.RECHECK);
          one.host.ask(new Command.Recheck(Party.TORRENT));
        }
      }
      case 7 -> {
        if (!spared && one.honest() && one.host.alive() && random.nextInt(3) == 0) {
          one.remove(random.nextBoolean());
        }
      }
      case 8 -> {
        world.tracker(false);
        boolean restarts = random.nextBoolean();
        later(
            duration(),
            () -> {
              if (restarts) {
                world.restartTracker();
              }
              world.tracker(true);
            });
      }
      case 9, 10 -> {
        if (terms.trunk() != null) {
          world.partition(world.now() + duration());
        }
      }
      case 11 ->
          one.host.ask(new Command.LimitTorrent(Party.TORRENT, limits(random.nextBoolean())));
      default -> {
        if (terms.badDisks()) {
          mood(one, spared);
        }
      }
    }
  }

  private RateLimits limits(boolean none) {
    return none
        ? RateLimits.NONE
        : new RateLimits(20_000 + random.nextInt(100_000), 20_000 + random.nextInt(100_000));
  }

  private long duration() {
    return 1 + random.nextLong(LONGEST);
  }

  private void comesBack(Party one) {
    later(duration(), () -> starts.accept(one));
  }

  private void pause(Party one) {
    if (one.host.alive()) {
      world.faults().count(Fault.PAUSE);
      one.host.ask(new Command.Pause(Party.TORRENT));
      later(duration(), () -> one.host.ask(new Command.Resume(Party.TORRENT)));
    }
  }

  private void mood(Party one, boolean spared) {
    Mood now = one.disk.mood();
    one.disk.mood(
        switch (random.nextInt(spared ? 1 : 5)) {
          case 0 -> now.withSlow(1 + random.nextLong(8 * World.SECOND));
          case 1 -> now.withFailing(random.nextBoolean() ? 0.2 : 0.7);
          case 2 -> now.withCapacity(random.nextInt(terms.length() + 1));
          case 3 -> {
            one.disk.flipBit(Party.FOLDER);
            yield now;
          }
          default -> {
            later(duration(), one::losePower);
            later(LONGEST + duration(), () -> starts.accept(one));
            yield now.withLying(true);
          }
        });
    later(duration(), () -> one.disk.mood(Mood.GOOD));
  }
}
