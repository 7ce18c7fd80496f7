package dev.freshet.engine;

import dev.freshet.core.edge.DiskEffect;

/// What performs disk effects and answers into the loop's inbox.
interface DiskShell extends AutoCloseable {
  /// Begins one; never blocks.
  void perform(DiskEffect effect);

  /// Ends its threads and closes its files.
  @Override
  void close();
}
