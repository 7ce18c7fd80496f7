package dev.freshet.sim.trial;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.sim.check.Breach;
import dev.freshet.sim.check.Watch;
import dev.freshet.sim.disk.DiskStore;
import dev.freshet.sim.disk.SimDisk;
import dev.freshet.sim.fault.Fault;
import dev.freshet.sim.scenario.Line;
import dev.freshet.sim.world.Host;
import dev.freshet.sim.world.Listener;
import dev.freshet.sim.world.Meddler;
import dev.freshet.sim.world.Observer;
import dev.freshet.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A swarm and its misfortunes, all by one number: first a time in which anything may happen, then
/// one in which nothing more happens and everyone alive must get everything, then the goodbye. Real
/// bytes, the product's nodes and its storage; a [Watch] over each honest life.
public final class Trial {
  private static final long ROUGH = 40 * World.SECOND;
  private static final long PATIENCE = 900 * World.SECOND;
  private static final long GOODBYE = 60 * World.SECOND;
  private static final int MOST_PEERS = 8;
  private static final int MOST_MISHAPS = 14;
  private static final List<Cheat.Kind> CHEATS =
      List.of(Cheat.Kind.CORRUPTER, Cheat.Kind.LIAR, Cheat.Kind.FLOODER, Cheat.Kind.BABBLER);

  private final long seed;
  private final @Nullable Plant plant;
  private final @Nullable Consumer<String> lines;
  private final SplittableRandom random;
  private final Terms terms;
  private final World world;
  private final Content content;
  private final Mishaps mishaps;
  private final List<Party> parties = new ArrayList<>();
  private @Nullable Party speaking;

  private Trial(long seed, @Nullable Plant plant, @Nullable Consumer<String> lines) {
    this.seed = seed;
    this.plant = plant;
    this.lines = lines;
    random = new SplittableRandom(seed);
    terms = Terms.of(random);
    world = new World(random.nextLong(), true, terms.trunk(), new Ears());
    content = Content.of(random.split(), terms.length(), terms.pieceLength(), terms.version());
    mishaps = new Mishaps(world, terms, random, this::start);
  }

  /// Plays the trial of that number.
  public static TrialResult run(long seed) {
    return run(seed, null, null);
  }

  /// Plays the trial of that number.
  ///
  /// @param plant a bug that all honest nodes have; null for none
  /// @param lines where all that happens is written; null for nowhere
  public static TrialResult run(
      long seed, @Nullable Plant plant, @Nullable Consumer<String> lines) {
    return new Trial(seed, plant, lines).play();
  }

  private TrialResult play() {
    String failure = null;
    try {
      gather();
      world.run(ROUGH, () -> false);
      calm();
      boolean done = world.run(ROUGH + PATIENCE, this::everyoneComplete);
      Breach.unless(done, "not everyone is complete: " + unfinished());
      for (Party party : owed()) {
        speaking = party;
        party.requireContent();
      }
      goodbye();
    } catch (RuntimeException | AssertionError e) {
      failure = failure(e);
    }
    return new TrialResult(
        seed, failure, world.faults(), world.now(), world.inputs(), world.digest());
  }

  private String failure(Throwable e) {
    StringBuilder text = new StringBuilder();
    text.append(e instanceof Breach ? String.valueOf(e.getMessage()) : e.toString());
    text.append(" (at ").append(world.now() / 1_000_000).append(" ms");
    if (speaking != null) {
      text.append(", host ").append(speaking.host.index()).append(' ').append(speaking.role);
    }
    text.append(')');
    if (!(e instanceof Breach)) {
      for (StackTraceElement at : e.getStackTrace()) {
        if (at.getClassName().startsWith("dev.freshet")) {
          text.append("\n    ").append(at);
        }
      }
      Throwable cause = e.getCause();
      if (cause != null) {
        text.append("\n  by ").append(failure(cause));
      }
    }
    return text.toString();
  }

  // Who takes part.

  private void gather() {
    int seeds = 1 + random.nextInt(2);
    for (int i = 0; i < seeds; i++) {
      Party party = join(Party.Role.SEED);
      content.put(party.disk, Party.FOLDER);
      start(party);
    }
    boolean together = random.nextBoolean();
    for (int i = 1 + random.nextInt(MOST_PEERS); i > 0; i--) {
      Party.Role role = random.nextInt(10) == 0 ? Party.Role.FREE_RIDER : Party.Role.PEER;
      arrive(join(role), together ? World.SECOND : ROUGH);
    }
    if (random.nextInt(3) == 0) {
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        Party party = join(Party.Role.CHEAT);
        if (random.nextBoolean()) {
          content.put(party.disk, Party.FOLDER);
        }
        arrive(party, World.SECOND);
      }
    }
    for (int i = random.nextInt(MOST_MISHAPS + 1); i > 0; i--) {
      mishaps.plan(parties, ROUGH);
    }
  }

  private void arrive(Party party, long within) {
    world.after(1 + random.nextLong(within), () -> start(party));
  }

  private Party join(Party.Role role) {
    boolean first = parties.isEmpty();
    Line line =
        new Line(
            40_000L << random.nextInt(6),
            random.nextInt(3) == 0 ? 100_000L << random.nextInt(4) : 0,
            1 + random.nextLong(World.SECOND / 10),
            terms.roughLines() ? random.nextLong(World.SECOND / 20) : 0,
            terms.roughLines() ? random.nextDouble(0.05) : 0);
    SimDisk disk = new SimDisk(world::now, random.split(), world.faults());
    DiskStore store = new DiskStore(world, disk, 1 + random.nextInt(4), random.split());
    int site = terms.trunk() == null ? 0 : random.nextInt(2);
    Host host = world.join(line, site, first || random.nextInt(4) > 0, store);
    // in the plain, so that the checkers can read along
    NodeOptions options = NodeOptions.defaults().withEncryption(Encryption.OFF);
    if (role == Party.Role.FREE_RIDER) {
      world.faults().count(Fault.FREE_RIDER);
      options = options.withLimits(new RateLimits(1, RateLimits.UNLIMITED));
    } else if (!first && random.nextInt(4) == 0) {
      options = options.withConnectionsPerTorrent(3 + random.nextInt(5));
    }
    Party party = new Party(world, host, role, disk, store, options, content, this::guilty);
    if (random.nextInt(4) == 0) {
      party.selfish();
    }
    parties.add(party);
    mishaps.begin(party, first);
    return party;
  }

  private boolean guilty(IpAddress ip) {
    return parties.stream()
        .anyMatch(party -> party.host.endpoint().ip().equals(ip) && party.mayBeBanned());
  }

  /// A life begins, if it may.
  private void start(Party party) {
    if (party.host.alive() || party.removed() || party.left()) {
      return;
    }
    Observer watch = party.honest() ? new Watch(party, party.nodeOptions, world.now()) : null;
    Consumer<String> to = lines;
    if (to != null) {
      watch = new Chronicle(party.host.index(), to, watch);
    }
    party.host.start(party.nodeOptions, new Ear(party, watch), meddler(party));
    party.begun();
    add(party);
  }

  private @Nullable Meddler meddler(Party party) {
    if (party.role == Party.Role.CHEAT) {
      return new Cheat(
          CHEATS.get(random.nextInt(CHEATS.size())),
          content.geometry(),
          random.nextBoolean() ? 1 : 0.1,
          random.split(),
          world.faults());
    }
    return plant == null ? null : new PlantedBug(plant);
  }

  private void add(Party party) {
    boolean seed = party.role == Party.Role.SEED;
    List<Endpoint> peers = new ArrayList<>();
    if (!terms.tracked()) {
      parties.stream()
          .filter(other -> other != party)
          .forEach(other -> peers.add(other.host.endpoint()));
    }
    TorrentOptions options =
        Party.options()
            .withPeers(peers)
            .withSuperSeed(terms.superSeed() && seed)
            .withTrusted(seed && random.nextBoolean() && party.diskKeptWord())
            .withAllocate(random.nextInt(3) == 0)
            .withExtraTrackers(terms.tracked() ? List.of(World.TRACKER) : List.of());
    if (random.nextInt(4) == 0) {
      options =
          options.withLimits(
              new RateLimits(
                  random.nextBoolean() ? 0 : 20_000 + random.nextInt(100_000),
                  random.nextBoolean() ? 0 : 20_000 + random.nextInt(100_000)));
    }
    party.host.ask(
        !seed && random.nextBoolean()
            ? new Command.AddMagnet(Party.TORRENT, magnet(), options)
            : new Command.AddTorrent(Party.TORRENT, content.metainfo(), options));
  }

  private Magnet magnet() {
    return Magnet.of(content.metainfo().info().hashes(), List.of());
  }

  // The calm.

  private void calm() {
    mishaps.over();
    world.tracker(true);
    world.partition(world.now());
    for (Party party : parties) {
      start(party);
      party.calm();
    }
  }

  private List<Party> owed() {
    return parties.stream().filter(Party::owed).toList();
  }

  private boolean everyoneComplete() {
    return owed().stream().allMatch(Party::complete);
  }

  private String unfinished() {
    return String.join(
        "; ", owed().stream().filter(party -> !party.complete()).map(Party::standing).toList());
  }

  private void goodbye() {
    speaking = null;
    parties.forEach(party -> party.host.ask(new Command.Stop()));
    long end = world.now() + GOODBYE;
    world.run(end, () -> false);
    for (Party party : parties) {
      if (party.honest()) {
        speaking = party;
        party.requireNothingHeld();
      }
    }
  }

  /// Who speaks, so that a breach has a name.
  private final class Ear implements Observer {
    private final Party party;
    private final @Nullable Observer next;

    Ear(Party party, @Nullable Observer next) {
      this.party = party;
      this.next = next;
    }

    @Override
    public void heard(long now, Input input) {
      speaking = party;
      if (next != null) {
        next.heard(now, input);
      }
    }

    @Override
    public void said(long now, Input input, List<Effect> effects) {
      speaking = party;
      if (next != null) {
        next.said(now, input, effects);
      }
    }
  }

  /// What the nodes tell.
  private final class Ears implements Listener {
    @Override
    public void told(Host host, Event event) {
      Party party = parties.get(host.index());
      if (event instanceof Event.PeerBanned(int _, Endpoint peer, var _)) {
        for (Party other : parties) {
          if (other.host.endpoint().ip().equals(peer.ip()) && other.honest()) {
            other.quarrelled();
            party.quarrelled();
          }
        }
      }
      party.told(event);
    }

    @Override
    public void moved(Host from, Host to, int bytes) {}
  }
}
