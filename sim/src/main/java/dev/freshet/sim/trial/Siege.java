package dev.freshet.sim.trial;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.Event;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.sim.check.Breach;
import dev.freshet.sim.check.Watch;
import dev.freshet.sim.disk.DiskStore;
import dev.freshet.sim.disk.SimDisk;
import dev.freshet.sim.fault.FaultCounts;
import dev.freshet.sim.scenario.Line;
import dev.freshet.sim.world.Host;
import dev.freshet.sim.world.Listener;
import dev.freshet.sim.world.Observer;
import dev.freshet.sim.world.World;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A crowd of which three in ten are attackers of every kind, by one number, held against the same
/// crowd without them: whoever is honest must have everything within [#MOST] times the time that it
/// takes then, whoever spoilt them a piece must have been banned by them, and nobody else. Real
/// bytes, the product's nodes and its storage, a [Watch] over each honest life.
public final class Siege {
  /// How much longer it may take.
  public static final double MOST = 1.5;

  private static final int HONEST = 14;
  private static final int ATTACKERS = 6;
  private static final int LENGTH = 800_000;
  private static final int PIECE = 64 * 1024;
  private static final long PATIENCE = 3600 * World.SECOND;

  /// What an attacker does, and how often; whether it has everything, or comes to fetch like
  /// others.
  private record Attack(Cheat.Kind kind, double often, boolean seed) {}

  private static final List<Attack> ATTACKS =
      List.of(
          new Attack(Cheat.Kind.CORRUPTER, 1, true),
          new Attack(Cheat.Kind.CORRUPTER, 0.25, true),
          new Attack(Cheat.Kind.CORRUPTER, 0.05, true),
          new Attack(Cheat.Kind.LIAR, 1, false),
          new Attack(Cheat.Kind.FLOODER, 1, false),
          new Attack(Cheat.Kind.STALLER, 1, true));

  private final long seed;
  private final boolean attacked;
  private final FaultCounts faults;
  private final World world;
  private final List<Party> parties = new ArrayList<>();
  private final Map<Host, Taken> taken = new LinkedHashMap<>();
  private final Content content;

  private Siege(long seed, boolean attacked) {
    this.seed = seed;
    this.attacked = attacked;
    SplittableRandom random = new SplittableRandom(seed);
    world = new World(random.nextLong(), true, null, new Ears());
    faults = world.faults();
    TorrentVersion[] versions = TorrentVersion.values();
    content = Content.of(random.split(), LENGTH, PIECE, versions[random.nextInt(versions.length)]);
  }

  /// What came of a siege.
  ///
  /// @param seed the number that it came from
  /// @param failure the rule that was broken; empty if all was well
  /// @param cutOff how many attackers gave wrong bytes and were banned
  /// @param clean seconds until everyone had everything without attackers
  /// @param attacked the same with them
  public record Result(long seed, String failure, int cutOff, double clean, double attacked) {
    /// How much longer it took.
    public double ratio() {
      return attacked / clean;
    }
  }

  /// Plays the siege of that number.
  public static Result run(long seed) {
    Siege clean = new Siege(seed, false);
    Siege attacked = new Siege(seed, true);
    String failure = "";
    double without = 0;
    double with = 0;
    try {
      without = clean.play();
      with = attacked.play();
      attacked.judge();
      Breach.unless(with <= MOST * without, "took %.2f times as long".formatted(with / without));
    } catch (RuntimeException | AssertionError e) {
      failure = e instanceof Breach ? String.valueOf(e.getMessage()) : e.toString();
    }
    return new Result(seed, failure, attacked.banned().size(), without, with);
  }

  private double play() {
    for (int i = 0; i < HONEST + 1; i++) {
      join(i, i == 0 ? Party.Role.SEED : Party.Role.PEER, null);
    }
    for (int i = 0; i < ATTACKERS && attacked; i++) {
      Attack attack = ATTACKS.get(i % ATTACKS.size());
      SplittableRandom random = new SplittableRandom(seed + i);
      Cheat cheat = new Cheat(attack.kind, content.geometry(), attack.often, random, faults);
      join(HONEST + 1 + i, Party.Role.CHEAT, cheat);
    }
    boolean done = world.run(PATIENCE, () -> honest().stream().allMatch(Party::complete));
    Breach.unless(done, "not everyone is complete");
    return (double) world.now() / World.SECOND;
  }

  private void judge() {
    for (Taken one : taken.values()) {
      for (IpAddress liar : one.spoilers) {
        Breach.unless(
            one.banned.contains(liar),
            one.party.host.endpoint() + " was spoilt a piece by " + liar + ", and did not ban it");
      }
    }
    honest().forEach(Party::requireContent);
  }

  private Set<IpAddress> banned() {
    Set<IpAddress> all = new TreeSet<>();
    taken.values().forEach(one -> all.addAll(one.banned));
    return all;
  }

  private List<Party> honest() {
    return parties.stream().filter(Party::honest).toList();
  }

  /// The line of each depends on its place alone, so that it is the same with attackers and
  /// without.
  private void join(int place, Party.Role role, @Nullable Cheat cheat) {
    SplittableRandom random = new SplittableRandom(seed * 1000 + place);
    Line line =
        new Line(16_000 + random.nextInt(16_000), 0, 1 + random.nextLong(World.SECOND / 20), 0, 0);
    SimDisk disk = new SimDisk(world::now, random.split(), faults);
    DiskStore store = new DiskStore(world, disk, 2, random.split());
    Host host = world.join(line, 0, true, store);
    NodeOptions options = NodeOptions.defaults().withEncryption(Encryption.OFF);
    Party party = new Party(world, host, role, disk, store, options, content, this::guilty);
    parties.add(party);
    boolean fetches = cheat != null && !ATTACKS.get((place - HONEST - 1) % ATTACKS.size()).seed;
    if (role != Party.Role.PEER && !fetches) {
      content.put(disk, Party.FOLDER);
    }
    world.after(1 + random.nextLong(World.SECOND), () -> start(party, cheat));
  }

  private void start(Party party, @Nullable Cheat cheat) {
    if (party.honest()) {
      Taken books = new Taken(party, new Watch(party, party.nodeOptions, world.now()));
      taken.put(party.host, books);
      party.host.start(party.nodeOptions, books);
    } else {
      party.host.start(party.nodeOptions, null, cheat);
    }
    party.begun();
    party.host.ask(
        new Command.AddTorrent(
            Party.TORRENT,
            content.metainfo(),
            Party.options().withExtraTrackers(List.of(World.TRACKER))));
  }

  private boolean guilty(IpAddress ip) {
    return parties.stream()
        .anyMatch(party -> party.host.endpoint().ip().equals(ip) && party.mayBeBanned());
  }

  /// What the nodes tell.
  private final class Ears implements Listener {
    @Override
    public void told(Host host, Event event) {
      Party party = parties.get(host.index());
      Taken books = taken.get(host);
      if (event instanceof Event.PeerBanned(int _, var peer, var _) && books != null) {
        books.banned.add(peer.ip());
      }
      party.told(event);
    }

    @Override
    public void moved(Host from, Host to, int bytes) {}
  }

  /// Who has spoilt an honest one a piece, and whom it has banned. Wrong bytes where there is
  /// padding are stored nowhere and spoil nothing.
  private final class Taken implements Observer {
    private final Party party;
    private final Observer next;
    private final Map<Integer, IpAddress> conns = new LinkedHashMap<>();
    private final Map<Integer, Set<IpAddress>> wrong = new LinkedHashMap<>();
    private final Set<IpAddress> spoilers = new TreeSet<>();
    private final Set<IpAddress> banned = new TreeSet<>();

    Taken(Party party, Observer next) {
      this.party = party;
      this.next = next;
    }

    @Override
    public void heard(long now, Input input) {
      if (input instanceof NetInput.Accepted(int conn, Endpoint from)) {
        conns.put(conn, from.ip());
      } else if (input instanceof DiskInput.Verified(int _, int piece, boolean ok, byte[] _)) {
        Set<IpAddress> liars = wrong.remove(piece);
        if (liars != null && !ok) {
          spoilers.addAll(liars);
        }
      }
      next.heard(now, input);
    }

    @Override
    public void said(long now, Input input, List<Effect> effects) {
      for (Effect effect : effects) {
        switch (effect) {
          case NetEffect.Connect(int conn, Endpoint to) -> conns.put(conn, to.ip());
          case DiskEffect.Write(int _, int piece, int begin, ByteBuffer bytes, var _)
              when input instanceof NetInput.Received(int conn, var _)
                  && content.spoils(piece, begin, bytes) ->
              wrong
                  .computeIfAbsent(piece, _ -> new TreeSet<>())
                  .add(Objects.requireNonNull(conns.get(conn)));
          case Effect _ -> {}
        }
      }
      next.said(now, input, effects);
    }
  }
}
