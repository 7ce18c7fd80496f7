package dev.freshet.sim.trial;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.IpAddress;
import dev.freshet.sim.check.Breach;
import dev.freshet.sim.check.Truth;
import dev.freshet.sim.disk.DiskStore;
import dev.freshet.sim.disk.Mood;
import dev.freshet.sim.disk.SimDisk;
import dev.freshet.sim.fault.Fault;
import dev.freshet.sim.world.Host;
import dev.freshet.sim.world.Leases;
import dev.freshet.sim.world.World;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One who takes part in a trial, over all its lives.
final class Party implements Truth {
  /// What it is here for.
  enum Role {
    /// Has everything from the start.
    SEED,
    /// Wants everything and gives as it should.
    PEER,
    /// Wants everything and gives nothing.
    FREE_RIDER,
    /// Does harm.
    CHEAT
  }

  static final int TORRENT = 3;
  static final Path FOLDER = Path.of("data");

  final Host host;
  final Role role;
  final SimDisk disk;
  final NodeOptions nodeOptions;
  private final World world;
  private final DiskStore store;
  private final Content content;
  private final Predicate<IpAddress> guilty;
  private @Nullable TorrentStatus last;
  private final List<Leases> goodbyes = new ArrayList<>();
  private int lives;
  private boolean selfish;
  private boolean removed;
  private boolean left;
  private boolean wasSpoilt;
  private boolean quarrelled;
  private boolean doubted;

  Party(
      World world,
      Host host,
      Role role,
      SimDisk disk,
      DiskStore store,
      NodeOptions nodeOptions,
      Content content,
      Predicate<IpAddress> guilty) {
    this.world = world;
    this.host = host;
    this.role = role;
    this.disk = disk;
    this.store = store;
    this.nodeOptions = nodeOptions;
    this.content = content;
    this.guilty = guilty;
  }

  /// It goes as soon as it has everything.
  void selfish() {
    selfish = true;
  }

  // What is true.

  @Override
  public boolean right(int piece, int begin, ByteBuffer bytes) {
    return content.right(piece, begin, bytes);
  }

  @Override
  public boolean stored(int piece) {
    return content.stored(piece, disk, FOLDER);
  }

  @Override
  public boolean diskKeptWord() {
    wasSpoilt |= disk.spoilt();
    return !wasSpoilt;
  }

  @Override
  public boolean guilty(IpAddress peer) {
    // whoever's own disk lies may take its neighbours for liars
    return guilty.test(peer) || !diskKeptWord();
  }

  /// Whether others may ban it.
  boolean mayBeBanned() {
    return role == Role.CHEAT || !diskKeptWord();
  }

  // How it stands.

  boolean honest() {
    return role != Role.CHEAT;
  }

  /// Whether it is owed everything: it is there, keeps to the rules, and nobody has been estranged
  /// by a lying disk.
  boolean owed() {
    return host.alive() && !removed && !quarrelled && (role == Role.SEED || role == Role.PEER);
  }

  boolean removed() {
    return removed;
  }

  /// Whether it has gone for good.
  boolean left() {
    return left;
  }

  boolean complete() {
    return last != null && last.complete() && last.phase() == Phase.SEEDING && !doubted;
  }

  String standing() {
    return role + " " + host.endpoint() + " " + last;
  }

  /// It banned somebody, or was banned, for what a disk did.
  void quarrelled() {
    quarrelled = true;
  }

  // What it does.

  /// A life began.
  void begun() {
    last = null;
    if (lives++ > 0) {
      world.faults().count(Fault.RETURN);
    }
    left = false;
  }

  void told(Event event) {
    switch (event) {
      case Event.StatusChanged(int _, TorrentStatus status) -> {
        last = status;
        if (doubted && status.pieces() > 0) {
          doubted = false;
          last = null; // what it said before the check counts no more
          host.ask(new Command.Recheck(TORRENT));
        }
      }
      case Event.Completed _ -> {
        if (selfish && role == Role.PEER) {
          selfish = false;
          world.faults().count(Fault.SELFISH_LEAVING);
          left = true;
          host.ask(new Command.Stop());
        }
      }
      case Event.NodeStopped() -> {
        goodbyes.add(host.leases());
        goodbyes.add(store.leases());
        host.end();
        store.exit();
      }
      case Event _ -> {}
    }
  }

  void remove(boolean deleteData) {
    removed = true;
    world.faults().count(Fault.REMOVAL);
    host.ask(new Command.Remove(TORRENT, deleteData));
  }

  void kill() {
    if (host.alive()) {
      world.faults().count(Fault.KILL);
      host.end();
      store.kill();
    }
  }

  void losePower() {
    if (host.alive()) {
      host.crash();
    }
  }

  /// Nothing more befalls it.
  void calm() {
    disk.mood(Mood.GOOD);
    host.ask(new Command.Resume(TORRENT));
    doubted = !diskKeptWord();
  }

  // The end.

  /// It has everything where it should be.
  void requireContent() {
    for (int piece = 0; piece < content.geometry().pieceCount(); piece++) {
      Breach.unless(stored(piece), "piece " + piece + " is not right on disk at the end");
    }
  }

  /// It has said goodbye: nothing is held any more.
  void requireNothingHeld() {
    Breach.unless(!host.alive(), "does not stop");
    for (Leases leases : goodbyes) {
      Breach.unless(leases.held() == 0, "holds " + leases.held() + " buffers at the end");
    }
    Breach.unless(disk.held().isEmpty(), "files and locks held at the end: " + disk.held());
  }

  static TorrentOptions options() {
    return TorrentOptions.in(FOLDER.toString());
  }
}
