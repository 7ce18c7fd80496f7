package dev.freshet.protocol.metainfo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The paths of many files in few arrays: each is a node, which is a name below another node, and
/// the names stand end to end in UTF-8. Files that follow each other share their folders.
final class PathTable {
  private static final int TOP = -1;

  private final int[] parents;
  private final int[] ends;
  private final byte[] names;

  private PathTable(int[] parents, int[] ends, byte[] names) {
    this.parents = parents;
    this.ends = ends;
    this.names = names;
  }

  /// The elements of the path to this node.
  List<String> path(int node) {
    int depth = 0;
    for (int up = node; up != TOP; up = parents[up]) {
      depth++;
    }
    String[] path = new String[depth];
    for (int up = node; up != TOP; up = parents[up]) {
      path[--depth] = name(up);
    }
    return List.of(path);
  }

  private String name(int node) {
    int from = node == 0 ? 0 : ends[node - 1];
    return new String(names, from, ends[node] - from, StandardCharsets.UTF_8);
  }

  /// Takes paths one after the other.
  static final class Builder {
    private int[] parents = new int[16];
    private int[] ends = new int[16];
    private byte[] names = new byte[256];
    private int count;
    private int size;

    /// The path that came last, and the nodes of its elements.
    private List<String> last = List.of();

    private final int[] nodes = new int[Info.MAX_PATH_DEPTH];

    /// Puts a path behind those before; tells its node.
    int add(List<String> path) {
      int folders = Math.min(last.size(), path.size()) - 1;
      int common = 0;
      while (common < folders && last.get(common).equals(path.get(common))) {
        common++;
      }
      for (int i = common; i < path.size(); i++) {
        nodes[i] = put(i == 0 ? TOP : nodes[i - 1], path.get(i));
      }
      last = path;
      return nodes[path.size() - 1];
    }

    PathTable build() {
      return new PathTable(
          Arrays.copyOf(parents, count), Arrays.copyOf(ends, count), Arrays.copyOf(names, size));
    }

    private int put(int parent, String name) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      if (count == parents.length) {
        parents = Arrays.copyOf(parents, 2 * count);
        ends = Arrays.copyOf(ends, 2 * count);
      }
      int needed = Math.addExact(size, bytes.length);
      if (needed > names.length) {
        names = Arrays.copyOf(names, Math.max(needed, size + size / 2));
      }
      System.arraycopy(bytes, 0, names, size, bytes.length);
      size = needed;
      parents[count] = parent;
      ends[count] = size;
      return count++;
    }
  }
}
