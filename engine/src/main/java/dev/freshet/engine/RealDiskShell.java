package dev.freshet.engine;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.storage.DiskWorkers;
import dev.freshet.storage.Storage;
import dev.freshet.storage.disk.RealDisk;
import java.util.function.Consumer;

/// The disks of this machine, behind storage's own threads.
final class RealDiskShell implements DiskShell {
  private final DiskWorkers workers;

  RealDiskShell(EngineOptions options, Consumer<DiskInput> answers) {
    Storage storage = new Storage(new RealDisk(), options.stateDirectory());
    workers = new DiskWorkers(storage, answers, options.diskThreads());
  }

  @Override
  public void perform(DiskEffect effect) {
    workers.submit(effect);
  }

  @Override
  public void close() {
    workers.close();
  }
}
