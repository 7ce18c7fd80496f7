package dev.freshet.storage.layout;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// A relative path, or none, for each file of a torrent. The paths stand end to end in UTF-8, for
/// they are kept as long as the torrent is open and may be hundreds of thousands; a [Path] is made
/// whenever one is asked for. Unchangeable.
final class FileNames extends AbstractList<@Nullable Path> implements RandomAccess {
  /// Where each path ends; none is empty, so no path is one that ends where it begins.
  private final int[] ends;

  private final byte[] text;

  private FileNames(int[] ends, byte[] text) {
    this.ends = ends;
    this.text = text;
  }

  @Override
  public int size() {
    return ends.length;
  }

  @Override
  public @Nullable Path get(int file) {
    int from = file == 0 ? 0 : ends[file - 1];
    int length = ends[file] - from;
    return length == 0 ? null : Path.of(new String(text, from, length, StandardCharsets.UTF_8));
  }

  /// Takes the paths one after the other.
  static final class Builder {
    private final int[] ends;
    private byte[] text = new byte[256];
    private int count;
    private int size;

    Builder(int files) {
      this.ends = new int[files];
    }

    /// The path of the next file, or none.
    void add(@Nullable Path path) {
      if (path != null) {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        int needed = Math.addExact(size, bytes.length);
        if (needed > text.length) {
          text = Arrays.copyOf(text, Math.max(needed, size + size / 2));
        }
        System.arraycopy(bytes, 0, text, size, bytes.length);
        size = needed;
      }
      ends[count++] = size;
    }

    FileNames build() {
      return new FileNames(ends, Arrays.copyOf(text, size));
    }
  }
}
