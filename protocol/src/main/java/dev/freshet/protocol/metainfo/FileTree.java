package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of a v2 info dictionary (BEP 52): folders are dictionaries by name, and a file is a
/// dictionary whose only key is the empty string. Walked without recursion.
final class FileTree {
  private static final String FILE = "";

  /// A folder that is being walked.
  private static final class Folder {
    final BencodeDict entries;
    int next;

    Folder(BencodeDict entries) {
      this.entries = entries;
    }
  }

  private final List<ListedFile> files = new ArrayList<>();
  private final Deque<Folder> open = new ArrayDeque<>();
  private final List<String> path = new ArrayList<>();

  private FileTree() {}

  /// All files, in the order of the tree.
  static List<ListedFile> parse(BencodeDict tree) throws MetainfoException {
    FileTree walk = new FileTree();
    walk.open.push(new Folder(tree));
    while (!walk.open.isEmpty()) {
      walk.step(walk.open.element());
    }
    return walk.files;
  }

  /// Whether the tree is one file of that name, which then is the torrent's own.
  static boolean isSingleFile(BencodeDict tree, BencodeString name) {
    return tree.size() == 1
        && tree.key(0).equals(name)
        && tree.value(0) instanceof BencodeDict entry
        && entry.get(FILE) != null;
  }

  private void step(Folder folder) throws MetainfoException {
    if (folder.next == folder.entries.size()) {
      open.pop();
      if (!path.isEmpty()) {
        path.removeLast();
      }
      return;
    }
    BencodeString name = folder.entries.key(folder.next);
    if (name.length() == 0
        || !(folder.entries.value(folder.next) instanceof BencodeDict entry)
        || path.size() == Info.MAX_PATH_DEPTH) {
      throw new MetainfoException("a file tree that is not one");
    }
    folder.next++;
    path.add(name.text());
    if (entry.get(FILE) == null) {
      open.push(new Folder(entry));
    } else {
      files.add(file(entry));
      path.removeLast();
    }
  }

  private ListedFile file(BencodeDict entry) throws MetainfoException {
    BencodeDict properties = entry.dict(FILE);
    if (entry.size() != 1 || properties == null) {
      throw new MetainfoException("a file that is also a folder");
    }
    ListedFile file = ListedFile.parse(properties, List.copyOf(path), root(properties));
    if (file.padding()) {
      throw new MetainfoException("a padding file in a file tree");
    }
    return file;
  }

  private static @Nullable Hash root(BencodeDict file) throws MetainfoException {
    if (file.integer("length", 0) == 0) {
      return null;
    }
    BencodeString root = file.string("pieces root");
    if (root == null || root.length() != Hash.SHA256_LENGTH) {
      throw new MetainfoException("a file without a pieces root");
    }
    return Hash.of(root.bytes());
  }
}
