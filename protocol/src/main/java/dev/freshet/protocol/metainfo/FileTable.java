package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Hash;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Files laid end to end, in columns: a torrent may have hundreds of thousands, and is held as long
/// as it is shared. A [FileEntry] is made whenever one is asked for; whoever needs only a length or
/// an offset asks for that. Unchangeable.
final class FileTable extends AbstractList<FileEntry> implements RandomAccess {
  private static final int PADDING = 1;
  private static final int EXECUTABLE = 2;
  private static final int HIDDEN = 4;

  private static final int NO_ROOT = ListedFile.NO_ROOT;

  /// Where each file begins, and where the last one ends.
  private final long[] offsets;

  private final byte[] flags;

  /// For each file the node of its path; below 0 for padding that has a name as we give it, of
  /// which there is no more to know than its number.
  private final int[] nodes;

  private final PathTable paths;

  /// Where each root begins in `raw`.
  private final int[] roots;

  private final byte[] raw;
  private final Map<Integer, List<String>> symlinks;

  private FileTable(Builder files) {
    int count = files.count;
    this.offsets = Arrays.copyOf(files.offsets, count + 1);
    this.flags = Arrays.copyOf(files.flags, count);
    this.nodes = Arrays.copyOf(files.nodes, count);
    this.paths = files.paths.build();
    this.roots = Arrays.copyOf(files.roots, count);
    this.raw = files.raw;
    this.symlinks = files.symlinks;
  }

  @Override
  public int size() {
    return flags.length;
  }

  @Override
  public FileEntry get(int file) {
    long length = length(file);
    int node = nodes[file];
    List<String> path = node < 0 ? ListedFile.padPath(length, -node) : paths.path(node);
    return new FileEntry(
        path,
        length,
        offsets[file],
        isPadding(file),
        (flags[file] & EXECUTABLE) != 0,
        (flags[file] & HIDDEN) != 0,
        symlinks.get(file),
        root(file));
  }

  /// Where the file begins; of the file behind the last one, where that ends.
  long offset(int file) {
    return offsets[file];
  }

  long length(int file) {
    return offsets[file + 1] - offsets[file];
  }

  boolean isPadding(int file) {
    return (flags[file] & PADDING) != 0;
  }

  boolean hasRoot(int file) {
    return roots[file] != NO_ROOT;
  }

  @Nullable Hash root(int file) {
    return hasRoot(file) ? Hash.of(raw, roots[file], Hash.SHA256_LENGTH) : null;
  }

  /// Compares the roots of two files that have one.
  int compareRoots(int file, int other) {
    return Arrays.compareUnsigned(
        raw,
        roots[file],
        roots[file] + Hash.SHA256_LENGTH,
        raw,
        roots[other],
        roots[other] + Hash.SHA256_LENGTH);
  }

  /// Takes files one after the other.
  static final class Builder {
    private final byte[] raw;
    private final PathTable.Builder paths = new PathTable.Builder();
    private final Map<Integer, List<String>> symlinks = new TreeMap<>();
    private long[] offsets = new long[17];
    private byte[] flags = new byte[16];
    private int[] nodes = new int[16];
    private int[] roots = new int[16];
    private int count;

    /// Files whose roots lie in `raw`.
    Builder(byte[] raw) {
      this.raw = raw;
    }

    /// Puts this file behind those before.
    void add(ListedFile file) {
      if (count == flags.length) {
        offsets = Arrays.copyOf(offsets, 2 * count + 1);
        flags = Arrays.copyOf(flags, 2 * count);
        nodes = Arrays.copyOf(nodes, 2 * count);
        roots = Arrays.copyOf(roots, 2 * count);
      }
      flags[count] =
          (byte)
              ((file.padding() ? PADDING : 0)
                  | (file.executable() ? EXECUTABLE : 0)
                  | (file.hidden() ? HIDDEN : 0));
      int padNumber = file.padNumber();
      nodes[count] = padNumber > 0 ? -padNumber : paths.add(file.path());
      roots[count] = file.rootAt();
      if (file.symlink() != null) {
        symlinks.put(count, file.symlink());
      }
      offsets[count + 1] = offsets[count] + file.length();
      count++;
    }

    /// Where the last file ends.
    long offset() {
      return offsets[count];
    }

    FileTable build() {
      return new FileTable(this);
    }
  }
}
