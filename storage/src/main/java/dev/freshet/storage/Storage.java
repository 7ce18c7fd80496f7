package dev.freshet.storage;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.storage.disk.Disk;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.layout.SafeNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/// Performs what the core wants of the disk, one effect a call, and answers with what came of it.
///
/// Thread-safe as far as the contract of [DiskEffect] goes: effects on one piece come one after the
/// other, and opening, forgetting, committing and closing a torrent one after the other; opening,
/// forgetting and closing beside nothing else of that torrent. [DiskWorkers] sees to that with
/// threads, a simulator by calling one at a time.
public final class Storage implements AutoCloseable {
  /// Most files open at once, journals and locks aside.
  static final int MAX_OPEN_FILES = 64;

  /// Most direct memory for reading and hashing.
  static final long MAX_BUFFER_BYTES = 32 << 20;

  private final Disk disk;
  private final Path stateDirectory;
  private final FilePool files = new FilePool(MAX_OPEN_FILES);
  private final BufferPool buffers;
  private final ConcurrentHashMap<Integer, OpenTorrent> torrents = new ConcurrentHashMap<>();

  /// Storage on that disk.
  ///
  /// @param stateDirectory where journals are kept; made when the first torrent is opened
  public Storage(Disk disk, Path stateDirectory) {
    this(disk, stateDirectory, MAX_BUFFER_BYTES);
  }

  /// Storage that owns so much direct memory at most; with 0 all buffers come from the heap, as
  /// many short-lived storages want it.
  public Storage(Disk disk, Path stateDirectory, long bufferBytes) {
    this.disk = disk;
    this.stateDirectory = stateDirectory;
    this.buffers = new BufferPool(bufferBytes);
  }

  /// Under which name a torrent is stored in its folder: its file, or the folder of all its files.
  /// Not what the metainfo says, where that is no plain name.
  public static String topName(Info info) {
    return SafeNames.top(info);
  }

  /// The files of an open torrent that are not there or not as long as they should be: for the
  /// place of each in the metainfo how long it is, -1 if it is not there.
  public Map<Integer, Long> misfits(int torrent) throws DiskException {
    return torrent(torrent).misfits();
  }

  /// Performs what a [Schedule] has handed out, writes that belong together at once. The exception
  /// of an effect that is our own fault goes to `ourFault`, which answers in its place.
  public List<DiskInput> perform(
      Schedule.Task task, BiFunction<DiskEffect, Throwable, List<DiskInput>> ourFault) {
    if (task.following().isEmpty()) {
      return perform(task.effect(), ourFault);
    }
    List<DiskEffect> run = new ArrayList<>(task.following().size() + 1);
    run.add(task.effect());
    run.addAll(task.following());
    List<DiskInput> all = new ArrayList<>(run.size());
    List<DiskEffect.Write> writes = writes(run);
    if (!writes.isEmpty() && writeTogether(writes)) {
      writes.forEach(write -> all.add(PieceStore.written(write)));
      addLoss(task.effect().torrent(), all);
    } else {
      run.forEach(effect -> all.addAll(perform(effect, ourFault)));
    }
    return all;
  }

  private static List<DiskEffect.Write> writes(List<DiskEffect> run) {
    List<DiskEffect.Write> writes = new ArrayList<>(run.size());
    for (DiskEffect effect : run) {
      if (effect instanceof DiskEffect.Write write) {
        writes.add(write);
      }
    }
    return writes;
  }

  private List<DiskInput> perform(
      DiskEffect effect, BiFunction<DiskEffect, Throwable, List<DiskInput>> ourFault) {
    try {
      return perform(effect);
    } catch (RuntimeException | Error fault) {
      return ourFault.apply(effect, fault);
    }
  }

  /// Performs one effect and tells what came of it, mostly one input; a close that failed before it
  /// closed tells both, and a loss that showed is told behind the answer. What is wrong with the
  /// disk is an answer; an exception is our own fault.
  public List<DiskInput> perform(DiskEffect effect) {
    List<DiskInput> all = new ArrayList<>(1);
    try {
      all.add(answer(effect));
    } catch (DiskException e) {
      all.add(new DiskInput.Failed(effect.torrent(), effect, e.problem(), e.getMessage()));
      if (effect instanceof DiskEffect.Close) {
        all.add(new DiskInput.Closed(effect.torrent()));
      }
    } finally {
      if (effect instanceof DiskEffect.Write write) {
        write.lease().release();
      }
    }
    addLoss(effect.torrent(), all);
    return all;
  }

  private void addLoss(int number, List<DiskInput> to) {
    OpenTorrent torrent = torrents.get(number);
    Losses.Loss loss = torrent == null ? null : torrent.loss();
    if (loss != null) {
      to.add(new DiskInput.Lost(number, loss.pieces(), loss.message()));
    }
  }

  /// Performs writes to one piece, each going on where the one before ends, at once, and releases
  /// their leases. False if that failed: then each is still to be performed alone, which tells
  /// which of them it comes from, and does no harm to those that were done.
  private boolean writeTogether(List<DiskEffect.Write> run) {
    try {
      torrent(run.getFirst()).pieces().write(run);
    } catch (DiskException | RuntimeException | Error toldWhenEachIsTriedAlone) {
      return false;
    }
    run.forEach(write -> write.lease().release());
    return true;
  }

  /// Lets go of all files and locks as a crash would: what was not committed is not recorded.
  @Override
  public void close() {
    torrents.values().forEach(OpenTorrent::abandon);
    torrents.clear();
  }

  private DiskInput answer(DiskEffect effect) throws DiskException {
    return switch (effect) {
      case DiskEffect.Open open -> open(open);
      case DiskEffect.Write write -> {
        PieceStore pieces = torrent(write).pieces();
        yield files.relieved(() -> {
          pieces.write(List.of(write));
          return PieceStore.written(write);
        });
      }
      case DiskEffect.Read read -> torrent(read).pieces().read(read);
      case DiskEffect.Verify verify -> torrent(verify).pieces().verify(verify);
      case DiskEffect.Commit commit -> {
        OpenTorrent torrent = torrent(commit);
        yield files.relieved(() -> {
          torrent.commit();
          return new DiskInput.Committed(commit.torrent());
        });
      }
      case DiskEffect.Forget forget -> torrent(forget).forget(forget.torrent());
      case DiskEffect.Close close -> close(close);
    };
  }

  private DiskInput open(DiskEffect.Open open) throws DiskException {
    if (torrents.containsKey(open.torrent())) {
      throw new IllegalStateException("torrent " + open.torrent() + " is open already");
    }
    OpenTorrent.Opening opening =
        files.relieved(() -> OpenTorrent.open(disk, files, buffers, stateDirectory, open));
    torrents.put(open.torrent(), opening.torrent());
    return opening.answer();
  }

  private DiskInput close(DiskEffect.Close close) throws DiskException {
    OpenTorrent torrent = torrents.remove(close.torrent());
    if (torrent != null && close.deleteData()) {
      torrent.delete();
    } else if (torrent != null) {
      torrent.close();
    }
    return new DiskInput.Closed(close.torrent());
  }

  private OpenTorrent torrent(DiskEffect effect) throws DiskException {
    return torrent(effect.torrent());
  }

  private OpenTorrent torrent(int number) throws DiskException {
    OpenTorrent torrent = torrents.get(number);
    if (torrent == null) {
      throw new DiskException(DiskProblem.FAILED, "the torrent is not open");
    }
    return torrent;
  }
}
