package dev.freshet.storage;

import dev.freshet.core.edge.DiskEffect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which effects may run now. Not thread-safe.
///
/// Theory of operation. Effects on one piece form a lane: one at a time, in the order given. The
/// effects of a torrent also fall into epochs, each ended by a barrier: an opening, commit, forget
/// or close. A barrier runs once its epoch and all before are done. A commit lets later effects run
/// meanwhile, so it costs nobody's time; the other barriers hold them back until they are done.
///
/// Writes that have queued up in a lane, each going on where the one before ends, are handed out
/// together, and so are reads: the busier the disk, the more of them a worker takes at once, and
/// nothing waits for company.
///
/// [DiskWorkers] asks it with threads; a simulator asks it itself and so keeps the same order.
public final class Schedule {
  /// After so many reads in a row something else has its turn.
  private static final int READS_IN_A_ROW = 8;

  /// Most bytes of writes, or of reads, handed out together.
  static final int MAX_RUN = 256 << 10;

  private final Map<Lane, ArrayDeque<Task>> lanes = new HashMap<>();
  private final Map<Integer, Line> lines = new HashMap<>();
  private final ArrayDeque<Task> reads = new ArrayDeque<>();
  private final ArrayDeque<Task> others = new ArrayDeque<>();
  private int readsInARow;

  private record Lane(int torrent, int piece) {}

  /// An effect and the epoch that waits for it.
  ///
  /// @param following writes that go on where `effect`, a write too, ends; or reads after a read
  public record Task(DiskEffect effect, Epoch epoch, List<DiskEffect> following) {
    Task(DiskEffect effect, Epoch epoch) {
      this(effect, epoch, List.of());
    }
  }

  /// Effects between two barriers.
  public static final class Epoch {
    private int pending;
    private @Nullable DiskEffect barrier;

    private Epoch() {}
  }

  /// The epochs of one torrent, oldest first; the last has no barrier yet.
  private static final class Line {
    private final ArrayDeque<Epoch> epochs = new ArrayDeque<>(List.of(new Epoch()));
    private final ArrayDeque<DiskEffect> held = new ArrayDeque<>();
    private boolean holding;
  }

  /// Nothing is to be done yet.
  public Schedule() {}

  /// One more effect.
  public void add(DiskEffect effect) {
    Line line = lines.computeIfAbsent(effect.torrent(), torrent -> new Line());
    if (line.holding) {
      line.held.add(effect);
    } else {
      admit(line, effect);
    }
  }

  /// What a worker is to do next; null if nothing can be done now.
  public @Nullable Task poll() {
    boolean readFirst = !reads.isEmpty() && (others.isEmpty() || readsInARow < READS_IN_A_ROW);
    readsInARow = readFirst ? readsInARow + 1 : 0;
    return withFollowing(readFirst ? reads.poll() : others.poll());
  }

  /// A read to do next; null if there is none now.
  @Nullable Task pollRead() {
    return withFollowing(reads.poll());
  }

  /// Whether a read can be done now.
  boolean hasRead() {
    return !reads.isEmpty();
  }

  /// How many tasks can be begun now.
  int runnableCount() {
    return reads.size() + others.size();
  }

  /// That was done.
  public void done(Task task) {
    Line line = lines.get(task.effect().torrent());
    if (line == null) {
      return;
    }
    Lane lane = lane(task.effect());
    if (lane != null) {
      next(lane);
    }
    task.epoch().pending--;
    if (holds(task.effect())) {
      line.holding = false;
      while (!line.holding && !line.held.isEmpty()) {
        admit(line, line.held.remove());
      }
    }
    settle(line);
    if (line.epochs.size() == 1 && line.epochs.getFirst().pending == 0 && line.held.isEmpty()) {
      lines.remove(task.effect().torrent());
    }
  }

  /// Takes out all that has not begun.
  public List<DiskEffect> drain() {
    List<DiskEffect> all = new ArrayList<>();
    reads.forEach(task -> all.add(task.effect()));
    others.forEach(task -> all.add(task.effect()));
    // the head of a lane is running, or was just taken from above
    lanes.values().forEach(lane -> lane.stream().skip(1).forEach(task -> all.add(task.effect())));
    for (Line line : lines.values()) {
      all.addAll(line.held);
      line.epochs.forEach(epoch -> addBarrier(epoch, all));
    }
    reads.clear();
    others.clear();
    lanes.clear();
    lines.clear();
    return all;
  }

  private static void addBarrier(Epoch epoch, List<DiskEffect> all) {
    if (epoch.barrier != null) {
      all.add(epoch.barrier);
    }
  }

  private void admit(Line line, DiskEffect effect) {
    Lane lane = lane(effect);
    if (lane == null) {
      line.epochs.getLast().barrier = effect;
      line.holding = holds(effect);
      Epoch next = new Epoch();
      next.pending = 1; // the barrier itself: the next one comes after it
      line.epochs.add(next);
      settle(line);
      return;
    }
    Task task = new Task(effect, line.epochs.getLast());
    task.epoch().pending++;
    ArrayDeque<Task> queue = lanes.computeIfAbsent(lane, any -> new ArrayDeque<>());
    queue.add(task);
    if (queue.size() == 1) {
      ready(task);
    }
  }

  /// Takes what can be done with this one out of its lane.
  private @Nullable Task withFollowing(@Nullable Task task) {
    Lane lane = task == null ? null : lane(task.effect());
    ArrayDeque<Task> queue = lane == null ? null : lanes.get(lane);
    if (task == null || queue == null || queue.size() == 1) {
      return task;
    }
    Task head = queue.remove();
    List<DiskEffect> following = new ArrayList<>();
    int length = length(task.effect());
    DiskEffect last = task.effect();
    for (Task next = queue.peek();
        next != null && next.epoch() == task.epoch() && goesWith(last, next.effect());
        next = queue.peek()) {
      length += length(next.effect());
      if (length > MAX_RUN) {
        break;
      }
      last = next.effect();
      following.add(last);
      queue.remove();
    }
    queue.addFirst(head);
    task.epoch().pending -= following.size();
    return new Task(task.effect(), task.epoch(), following);
  }

  /// Whether `next` can be done in one go with `last`, which comes before it in the same lane.
  private static boolean goesWith(DiskEffect last, DiskEffect next) {
    return switch (last) {
      case DiskEffect.Write write ->
          next instanceof DiskEffect.Write then
              && then.begin() == write.begin() + write.bytes().remaining();
      case DiskEffect.Read read -> next instanceof DiskEffect.Read;
      case DiskEffect.Verify verify -> false;
      case DiskEffect.Open open -> false;
      case DiskEffect.Commit commit -> false;
      case DiskEffect.Forget forget -> false;
      case DiskEffect.Close close -> false;
    };
  }

  /// Bytes of data that it moves.
  private static int length(DiskEffect effect) {
    return switch (effect) {
      case DiskEffect.Write write -> write.bytes().remaining();
      case DiskEffect.Read read -> read.length();
      case DiskEffect.Verify verify -> 0;
      case DiskEffect.Open open -> 0;
      case DiskEffect.Commit commit -> 0;
      case DiskEffect.Forget forget -> 0;
      case DiskEffect.Close close -> 0;
    };
  }

  /// Lets barriers run whose time has come.
  private void settle(Line line) {
    while (line.epochs.size() > 1 && line.epochs.getFirst().pending == 0) {
      DiskEffect barrier = line.epochs.remove().barrier;
      if (barrier != null) {
        ready(new Task(barrier, line.epochs.getFirst()));
      }
    }
  }

  private void next(Lane lane) {
    ArrayDeque<Task> queue = lanes.get(lane);
    if (queue == null) {
      return;
    }
    queue.remove();
    if (queue.isEmpty()) {
      lanes.remove(lane);
    } else {
      ready(queue.getFirst());
    }
  }

  private void ready(Task task) {
    (task.effect() instanceof DiskEffect.Read ? reads : others).add(task);
  }

  private static @Nullable Lane lane(DiskEffect effect) {
    return switch (effect) {
      case DiskEffect.Write write -> new Lane(write.torrent(), write.piece());
      case DiskEffect.Read read -> new Lane(read.torrent(), read.piece());
      case DiskEffect.Verify verify -> new Lane(verify.torrent(), verify.piece());
      case DiskEffect.Open open -> null;
      case DiskEffect.Commit commit -> null;
      case DiskEffect.Forget forget -> null;
      case DiskEffect.Close close -> null;
    };
  }

  /// Whether later effects of the torrent wait for this barrier.
  private static boolean holds(DiskEffect effect) {
    return switch (effect) {
      case DiskEffect.Open open -> true;
      case DiskEffect.Forget forget -> true;
      case DiskEffect.Close close -> true;
      case DiskEffect.Commit commit -> false;
      case DiskEffect.Write write -> false;
      case DiskEffect.Read read -> false;
      case DiskEffect.Verify verify -> false;
    };
  }
}
