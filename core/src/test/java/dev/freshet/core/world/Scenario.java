package dev.freshet.core.world;

import static dev.freshet.core.world.World.MILLI;
import static dev.freshet.core.world.World.SECOND;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A swarm and its misfortunes, all by one number: first a time in which anything may happen, then
/// one in which nothing more happens and everyone alive must get everything, then the goodbye.
final class Scenario {
  private static final int TORRENT = 3;
  private static final long ROUGH = 40 * SECOND;
  private static final long PATIENCE = 900 * SECOND;

  private final SplittableRandom random;
  private final World world;
  private final Sample sample;
  private final List<Participant> seeds = new ArrayList<>();
  private final List<Participant> leeches = new ArrayList<>();
  private final List<Participant> removed = new ArrayList<>();
  private final boolean diskFaults;
  private final boolean superSeed;
  private final boolean tracked;

  Scenario(long seed) {
    random = new SplittableRandom(seed);
    world =
        new World(
            seed, new Hardship(random.nextBoolean(), random.nextBoolean() ? 1000 : 300 * MILLI));
    TorrentVersion[] versions = TorrentVersion.values();
    sample =
        Sample.of(
            seed,
            1 + random.nextInt(400_000),
            (16 * 1024) << random.nextInt(3),
            versions[random.nextInt(versions.length)]);
    diskFaults = random.nextInt(3) == 0;
    superSeed = random.nextInt(3) == 0;
    tracked = random.nextBoolean();
  }

  void run() {
    int seedCount = 1 + random.nextInt(2);
    for (int i = 0; i < seedCount; i++) {
      joinSeed();
    }
    int leechCount = 1 + random.nextInt(8);
    for (int i = 0; i < leechCount; i++) {
      world.after(1 + random.nextLong(random.nextBoolean() ? SECOND : ROUGH), this::joinLeech);
    }
    for (int i = random.nextInt(12); i >= 0; i--) {
      world.after(1 + random.nextLong(ROUGH), this::mishap);
    }
    world.run(ROUGH, () -> false);
    calm();
    boolean done = world.run(PATIENCE, () -> living().stream().allMatch(this::complete));
    require(done, "not everyone is complete: " + unfinished());
    for (Participant one : living()) {
      require(Arrays.equals(one.disk().bytes(TORRENT), sample.content()), "wrong bytes");
    }
    goodbye();
  }

  // Who takes part.

  private Participant join() {
    long up = 40_000L << random.nextInt(6);
    Participant one = world.join(new World.Link(up, 1 + random.nextLong(100) * MILLI));
    return one;
  }

  private void joinSeed() {
    Participant seed = join();
    seed.disk().put(sample.content());
    seeds.add(seed);
    add(seed);
  }

  private void joinLeech() {
    Participant leech = join();
    leeches.add(leech);
    add(leech);
  }

  private void add(Participant one) {
    List<Endpoint> peers = new ArrayList<>();
    seeds.stream().filter(s -> s != one).forEach(s -> peers.add(s.endpoint()));
    if (tracked) {
      peers.clear();
    } else {
      leeches.stream().filter(l -> l != one).forEach(l -> peers.add(l.endpoint()));
    }
    boolean seed = seeds.contains(one);
    TorrentOptions options =
        TorrentOptions.in("data")
            .withPeers(peers)
            .withSuperSeed(superSeed && seed)
            .withTrusted(seed && random.nextBoolean())
            .withExtraTrackers(tracked ? List.of(Tracker.URL) : List.of());
    if (random.nextInt(4) == 0) {
      options =
          options.withLimits(
              new RateLimits(
                  random.nextBoolean() ? 0 : 20_000 + random.nextInt(100_000),
                  random.nextBoolean() ? 0 : 20_000 + random.nextInt(100_000)));
    }
    if (!seed && random.nextBoolean()) {
      one.ask(
          new Command.AddMagnet(
              TORRENT, Magnet.of(sample.metainfo().info().hashes(), List.of()), options));
    } else {
      one.ask(new Command.AddTorrent(TORRENT, sample.metainfo(), options));
    }
  }

  private List<Participant> everyone() {
    List<Participant> all = new ArrayList<>(seeds);
    all.addAll(leeches);
    all.removeAll(removed);
    return all;
  }

  private List<Participant> living() {
    List<Participant> all = everyone();
    all.removeIf(Participant::dead);
    return all;
  }

  private boolean complete(Participant one) {
    return one.complete();
  }

  private String unfinished() {
    List<String> names = new ArrayList<>();
    for (Participant one : living()) {
      if (!complete(one)) {
        names.add((seeds.contains(one) ? "seed " : "") + one.endpoint() + " " + one.last());
      }
    }
    return String.join("; ", names);
  }

  // What happens to them.

  private void mishap() {
    List<Participant> all = everyone();
    Participant one = all.get(random.nextInt(all.size()));
    switch (random.nextInt(8)) {
      case 0 -> crash(one);
      case 1, 2 -> one.breakLine(random);
      case 3 -> {
        one.ask(new Command.Pause(TORRENT));
        world.after(random.nextLong(10 * SECOND), () -> one.ask(new Command.Resume(TORRENT)));
      }
      case 4 -> one.ask(new Command.Recheck(TORRENT));
      case 5 -> {
        if (leeches.contains(one) && random.nextInt(3) == 0 && !one.dead()) {
          removed.add(one);
          one.ask(new Command.Remove(TORRENT, random.nextBoolean()));
        }
      }
      case 6 -> {
        if (diskFaults) {
          one.disk().failing(0.2, random.split());
          world.after(random.nextLong(10 * SECOND), () -> one.disk().failing(0, random.split()));
        }
      }
      default -> one.ask(new Command.LimitTorrent(TORRENT, RateLimits.NONE));
    }
  }

  private void crash(Participant one) {
    if (one.dead()) {
      return;
    }
    one.crash();
    world.after(1 + random.nextLong(20 * SECOND), () -> comeBack(one));
  }

  private void comeBack(Participant one) {
    if (one.dead() && !removed.contains(one)) {
      one.restart();
      add(one);
    }
  }

  private void calm() {
    for (Participant one : everyone()) {
      comeBack(one);
      one.disk().failing(0, random.split());
      one.ask(new Command.Resume(TORRENT));
    }
  }

  private void goodbye() {
    List<Participant> all = world.all();
    all.forEach(one -> one.ask(new Command.Stop()));
    world.run(20 * SECOND, () -> false);
    for (Participant one : all) {
      require(one.dead() || one.saw(Event.NodeStopped.class), "does not stop");
      require(one.leases().held() == 0, "holds " + one.leases().held() + " buffers at the end");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
