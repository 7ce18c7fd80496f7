package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Hash;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The files that have a root, in the order of their roots.
final class RootIndex {
  private final FileTable files;
  private final int[] byRoot;

  RootIndex(FileTable files) {
    this.files = files;
    this.byRoot =
        IntStream.range(0, files.size())
            .filter(files::hasRoot)
            .boxed()
            .sorted(files::compareRoots)
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /// The first file with this root; null if there is none.
  @Nullable FileEntry find(Hash root) {
    int low = 0;
    int high = byRoot.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, root) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < byRoot.length && compare(low, root) == 0 ? files.get(byRoot[low]) : null;
  }

  /// Two files with one root are the same bytes, so a root cannot stand for two lengths.
  void check() throws MetainfoException {
    for (int i = 1; i < byRoot.length; i++) {
      if (files.compareRoots(byRoot[i - 1], byRoot[i]) == 0
          && files.length(byRoot[i - 1]) != files.length(byRoot[i])) {
        throw new MetainfoException("one pieces root for files of different lengths");
      }
    }
  }

  private int compare(int place, Hash root) {
    Hash there = files.root(byRoot[place]);
    return there == null ? -1 : there.compareTo(root);
  }
}
