package dev.freshet.engine;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.storage.DiskWorkers;
import dev.freshet.storage.Storage;
import dev.freshet.storage.disk.RealDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The disks of this machine, behind storage's own threads.
final class RealDiskShell implements DiskShell {
  private final DiskWorkers workers;

  /// What came since the last flush: the workers are told once a round, not once a block.
  private final List<DiskEffect> taken = new ArrayList<>();

  RealDiskShell(EngineOptions options, Consumer<DiskInput> answers) {
    Storage storage = new Storage(new RealDisk(), options.stateDirectory());
    workers = new DiskWorkers(storage, answers, options.diskThreads());
  }

  @Override
  public void perform(DiskEffect effect) {
    taken.add(effect);
  }

  @Override
  public void flush() {
    if (!taken.isEmpty()) {
      workers.submit(taken);
      taken.clear();
    }
  }

  @Override
  public void close() {
    flush();
    workers.close();
  }
}
