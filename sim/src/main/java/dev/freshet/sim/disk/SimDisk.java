package dev.freshet.sim.disk;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.sim.fault.Fault;
import dev.freshet.sim.fault.FaultCounts;
import dev.freshet.storage.disk.Access;
import dev.freshet.storage.disk.Disk;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.DiskFile;
import dev.freshet.storage.disk.DiskLock;
import dev.freshet.storage.disk.FileStatus;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory. All chance comes from one generator, so it does the same twice.
///
/// Theory of operation. What is written is seen by all at once and is durable only after a force. A
/// power cut keeps any subset of the sectors that are not durable, of the new sizes and times, and
/// of the names made or deleted since; a rename is durable when it returns, for the [Disk] promises
/// that. A force that fails drops what it was to make durable and the next one succeeds, as on
/// Linux. A lying disk makes nothing durable and says that it does. The [Mood] says which of this
/// may happen now; what happens is counted.
public final class SimDisk implements Disk {
  private static final Path TOP = Path.of("/");

  private final LongSupplier clock;
  private final RandomGenerator random;
  private final FaultCounts faults;
  private final Map<Path, Inode> names = new TreeMap<>();
  private final Map<Path, Inode> durableNames = new TreeMap<>();
  private final Set<Path> locks = new TreeSet<>();
  private Mood mood = Mood.GOOD;
  private long lastKey;
  private final Set<Open> openFiles = new LinkedHashSet<>();
  private boolean liedOfNames;
  private boolean spoilt;

  /// An empty disk.
  ///
  /// @param clock nanoseconds of virtual time
  /// @param faults where what strikes is counted
  public SimDisk(LongSupplier clock, RandomGenerator random, FaultCounts faults) {
    this.clock = clock;
    this.random = random;
    this.faults = faults;
  }

  // What befalls it.

  /// From now on it behaves like this.
  public void mood(Mood now) {
    mood = now;
  }

  /// How it behaves.
  public Mood mood() {
    return mood;
  }

  /// How long the next operation takes.
  long takes() {
    long takes = 1 + random.nextLong(mood.slowNanos());
    if (takes > 1_000_000_000L) {
      faults.count(Fault.SLOW_DISK);
    }
    return takes;
  }

  /// Whether it has lost what it called durable, or changed what it held: then what lies on it may
  /// be wrong without anybody's fault.
  public boolean spoilt() {
    return spoilt;
  }

  /// Somebody who may not know that a force has failed looks at the files: the system will tell him
  /// that all is well.
  void reopened() {
    names.values().forEach(Inode::lieOfAbandoned);
  }

  /// A bit of one of its files flips below this folder, if there are any.
  public void flipBit(Path folder) {
    List<Inode> all = new ArrayList<>();
    names.forEach((path, inode) -> {
      if (path.startsWith(absolute(folder)) && inode.size() > 0) {
        all.add(inode);
      }
    });
    if (!all.isEmpty() && all.get(random.nextInt(all.size())).flip(random)) {
      spoilt = true;
      faults.count(Fault.FLIPPED_BIT);
    }
  }

  /// The power goes and comes back. All open files and locks are gone.
  public void cutPower() {
    faults.count(Fault.POWER_CUT);
    Map<Path, Inode> after = new TreeMap<>(durableNames);
    boolean forgets = false;
    for (Map.Entry<Path, Inode> each : names.entrySet()) {
      if (durableNames.get(each.getKey()) != each.getValue()) {
        if (random.nextBoolean()) {
          after.put(each.getKey(), each.getValue());
        } else {
          forgets = true;
          faults.count(Fault.LOST_FILE);
        }
      }
    }
    for (Path name : durableNames.keySet()) {
      if (!names.containsKey(name)) {
        if (random.nextBoolean()) {
          after.remove(name);
        } else {
          forgets = true;
        }
      }
    }
    spoilt |= forgets && liedOfNames;
    liedOfNames = false;
    for (Inode inode : new LinkedHashSet<>(after.values())) {
      Inode.Cut cut = inode.cut(random);
      spoilt |= cut.deceived();
      if (cut.lost() > 0 && cut.kept() > 0) {
        faults.count(Fault.TORN_WRITE);
      }
    }
    names.clear();
    names.putAll(after);
    durableNames.clear();
    durableNames.putAll(after);
    locks.clear();
    openFiles.clear();
  }

  // What stands apart looks.

  /// Puts a file there, durably.
  public void put(Path path, byte[] bytes) {
    Inode inode = new Inode(++lastKey, clock.getAsLong());
    inode.write(ByteBuffer.wrap(bytes), 0, clock.getAsLong(), random);
    inode.force(random);
    names.put(absolute(path), inode);
    durableNames.put(absolute(path), inode);
  }

  /// The bytes of a file as anyone would read them; null if there is no such file.
  public byte @Nullable [] bytes(Path path) {
    Inode inode = names.get(absolute(path));
    if (inode == null) {
      return null;
    }
    ByteBuffer all = ByteBuffer.allocate(inode.size());
    inode.read(all, 0);
    return all.array();
  }

  /// The files and locks that are held open.
  public List<Path> held() {
    List<Path> held = new ArrayList<>(locks);
    openFiles.forEach(file -> held.add(file.path));
    return held;
  }

  private long space() {
    return names.values().stream().mapToLong(Inode::space).sum();
  }

  // The disk.

  @Override
  public Path folder(Path path, boolean create) {
    return absolute(path);
  }

  private static Path absolute(Path path) {
    return TOP.resolve(path).normalize();
  }

  @Override
  public DiskFile open(Path root, Path name, Access access) throws DiskException {
    Path path = root.resolve(name);
    Inode inode = names.get(path);
    if (inode == null) {
      if (access != Access.WRITE) {
        throw new DiskException(DiskProblem.MISSING, "cannot read " + path + ": it does not exist");
      }
      inode = new Inode(++lastKey, clock.getAsLong());
      names.put(path, inode);
    }
    Open file = new Open(path, inode);
    openFiles.add(file);
    return file;
  }

  @Override
  public @Nullable FileStatus status(Path root, Path name, boolean followLinks) {
    Path path = root.resolve(name);
    Inode inode = names.get(path);
    if (inode != null) {
      return new FileStatus(FileStatus.Kind.FILE, inode.size(), inode.modified(), inode.key());
    }
    boolean folder = names.keySet().stream().anyMatch(each -> each.startsWith(path));
    return folder ? new FileStatus(FileStatus.Kind.FOLDER, 0, 0, 0) : null;
  }

  @Override
  public void replace(Path root, Path from, Path to) throws DiskException {
    failSometimes("write", root.resolve(to), Fault.FAILED_WRITE);
    Inode inode = names.remove(root.resolve(from));
    if (inode == null) {
      throw new DiskException(
          DiskProblem.MISSING, "cannot write " + root.resolve(to) + ": it does not exist");
    }
    names.put(root.resolve(to), inode);
    if (mood.lying()) {
      faults.count(Fault.LYING_DISK);
      liedOfNames = true;
    } else {
      durableNames.remove(root.resolve(from));
      durableNames.put(root.resolve(to), inode);
    }
  }

  @Override
  public void delete(Path root, Path name) {
    names.remove(root.resolve(name));
  }

  @Override
  public long usableSpace(Path root) {
    return Math.max(0, mood.capacity() - space());
  }

  @Override
  public DiskLock lock(Path root, Path name) throws DiskException {
    Path path = root.resolve(name);
    if (!locks.add(path)) {
      throw new DiskException(
          DiskProblem.IN_USE, "another process has this torrent open here (" + path + ")");
    }
    return () -> locks.remove(path);
  }

  private void failSometimes(String verb, Path path, Fault fault) throws DiskException {
    if (mood.failing() > 0 && random.nextDouble() < mood.failing()) {
      faults.count(fault);
      throw new DiskException(DiskProblem.FAILED, "cannot " + verb + " " + path + ": the disk");
    }
  }

  /// An open file.
  private final class Open implements DiskFile {
    private final Path path;
    private final Inode inode;

    Open(Path path, Inode inode) {
      this.path = path;
      this.inode = inode;
    }

    @Override
    public int read(ByteBuffer into, long position) throws DiskException {
      failSometimes("read", path, Fault.FAILED_READ);
      return inode.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws DiskException {
      try {
        failSometimes("write", path, Fault.FAILED_WRITE);
      } catch (DiskException e) {
        part(from, position, random.nextInt(from.remaining() + 1));
        throw e;
      }
      long room = mood.capacity() == Long.MAX_VALUE ? Long.MAX_VALUE : mood.capacity() - space();
      if (inode.wants(position, from.remaining()) > room) {
        faults.count(Fault.FULL_DISK);
        part(from, position, Math.clamp(room, 0, from.remaining()));
        throw new DiskException(
            DiskProblem.FULL, "cannot write " + path + ": no space left on the device");
      }
      inode.write(from, position, clock.getAsLong(), random);
    }

    private void part(ByteBuffer from, long position, int length) {
      inode.write(from.slice(from.position(), length), position, clock.getAsLong(), random);
    }

    @Override
    public void write(List<ByteBuffer> from, long position) throws DiskException {
      long at = position;
      for (ByteBuffer each : from) {
        int length = each.remaining();
        write(each, at);
        at += length;
      }
    }

    @Override
    public long size() {
      return inode.size();
    }

    @Override
    public void resize(long size) {
      inode.resize((int) size, clock.getAsLong());
    }

    @Override
    public void reserve(long size) throws DiskException {
      if (inode.wants(0, (int) size) > usableSpace(path)) {
        faults.count(Fault.FULL_DISK);
        throw new DiskException(
            DiskProblem.FULL, "there is no room for the " + size + " bytes of " + path);
      }
      inode.reserve((int) size, clock.getAsLong());
    }

    @Override
    public void force() throws DiskException {
      try {
        failSometimes("write", path, Fault.FAILED_FORCE);
      } catch (DiskException e) {
        inode.abandon();
        throw e;
      }
      if (mood.lying()) {
        if (inode.unsafe()) {
          faults.count(Fault.LYING_DISK);
        }
        inode.lie();
        liedOfNames |= durableNames.get(path) != inode;
        return;
      }
      inode.force(random);
      if (names.get(path) == inode) {
        durableNames.put(path, inode);
      }
    }

    @Override
    public void close() {
      openFiles.remove(this);
    }
  }
}
