package dev.freshet.sim.disk;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Lease;
import dev.freshet.sim.world.Leases;
import dev.freshet.sim.world.Store;
import dev.freshet.sim.world.World;
import dev.freshet.storage.Schedule;
import dev.freshet.storage.Storage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The product's storage on a simulated disk: the same journal, hashing and order of effects, with
/// virtual time in place of threads. As many effects are under way as there would be threads; each
/// is done, all at once, when its time is over. When the power goes or the process is killed, what
/// is under way has been done or has not, and nobody hears of it.
public final class DiskStore implements Store {
  private static final Path STATE = Path.of("state");

  private final World world;
  private final SimDisk disk;
  private final int threads;
  private final RandomGenerator random;
  private final IdentityHashMap<DiskEffect, Consumer<DiskInput>> waiting = new IdentityHashMap<>();
  private final List<Schedule.Task> underWay = new ArrayList<>();
  private Storage storage;
  private Schedule schedule = new Schedule();
  private Leases leases = new Leases();
  private int life;

  /// Storage on this disk with so many threads.
  public DiskStore(World world, SimDisk disk, int threads, RandomGenerator random) {
    this.world = world;
    this.disk = disk;
    this.threads = threads;
    this.random = random;
    this.storage = storage();
  }

  private Storage storage() {
    return new Storage(disk, STATE, 0);
  }

  /// Buffers that were read into since the process began.
  public Leases leases() {
    return leases;
  }

  @Override
  public void perform(DiskEffect effect, Consumer<DiskInput> answer) {
    if (effect instanceof DiskEffect.Open) {
      disk.reopened();
    }
    waiting.put(effect, answer);
    schedule.add(effect);
    begin();
  }

  private void begin() {
    while (underWay.size() < threads) {
      Schedule.Task task = schedule.poll();
      if (task == null) {
        return;
      }
      underWay.add(task);
      int now = life;
      world.after(
          disk.takes(),
          () -> {
            if (life == now) {
              done(task);
            }
          });
    }
  }

  private void done(Schedule.Task task) {
    underWay.remove(task);
    List<Consumer<DiskInput>> hear = new ArrayList<>();
    hear.add(listener(task.effect()));
    task.following().forEach(write -> hear.add(listener(write)));
    List<DiskInput> answers = storage.perform(task, DiskStore::broken);
    int now = life;
    for (int i = 0; i < answers.size() && life == now; i++) {
      // a close that failed answers twice, all else once for each effect
      hear.get(Math.min(i, hear.size() - 1)).accept(counted(answers.get(i)));
    }
    if (life == now) {
      schedule.done(task);
      begin();
    }
  }

  private Consumer<DiskInput> listener(DiskEffect effect) {
    Consumer<DiskInput> listener = waiting.remove(effect);
    if (listener == null) {
      throw new IllegalStateException("performed twice: " + effect);
    }
    return listener;
  }

  private static List<DiskInput> broken(DiskEffect effect, Throwable ourFault) {
    throw new IllegalStateException("storage is broken by " + effect, ourFault);
  }

  /// What was read, in a buffer that is counted and overwritten when it is given back.
  private DiskInput counted(DiskInput answer) {
    if (!(answer instanceof DiskInput.BytesRead(int torrent, long request, Lease lease))) {
      return answer;
    }
    ByteBuffer from = lease.buffer();
    ByteBuffer copy = ByteBuffer.allocate(from.remaining()).put(from.duplicate()).flip();
    lease.release();
    return new DiskInput.BytesRead(torrent, request, leases.of(copy));
  }

  /// The process is killed: what it has given to the system is still there.
  public void kill() {
    for (Schedule.Task task : underWay) {
      if (random.nextBoolean()) {
        release(storage.perform(task, DiskStore::broken));
      }
    }
    startAgain();
  }

  /// The process ends in order: what is under way is done, and what waits is dropped.
  public void exit() {
    underWay.forEach(task -> release(storage.perform(task, DiskStore::broken)));
    for (DiskEffect effect : schedule.drain()) {
      if (effect instanceof DiskEffect.Write write) {
        write.lease().release();
      }
    }
    startAgain();
  }

  private void startAgain() {
    life++;
    storage.close();
    storage = storage();
    schedule = new Schedule();
    leases = new Leases();
    underWay.clear();
    waiting.clear();
  }

  private static void release(List<DiskInput> unheard) {
    for (DiskInput each : unheard) {
      if (each instanceof DiskInput.BytesRead(int _, long _, Lease lease)) {
        lease.release();
      }
    }
  }

  @Override
  public void crash() {
    kill();
    disk.cutPower();
  }
}
