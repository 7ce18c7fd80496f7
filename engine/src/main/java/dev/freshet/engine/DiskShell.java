package dev.freshet.engine;

import dev.freshet.core.edge.DiskEffect;

/// What performs disk effects and answers into the loop's inbox.
interface DiskShell extends AutoCloseable {
  /// Takes one, to be begun at the next [#flush]; never blocks.
  void perform(DiskEffect effect);

  /// Begins all that was taken.
  void flush();

  /// Ends its threads and closes its files.
  @Override
  void close();
}
