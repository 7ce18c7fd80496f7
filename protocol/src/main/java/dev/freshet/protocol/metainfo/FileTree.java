package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.bencode.BencodeCursor;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeFold;
import dev.freshet.protocol.bencode.BencodeString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of a v2 info dictionary (BEP 52), one after the other in the order of the tree:
/// folders are dictionaries by name, and a file is a dictionary whose only key is the empty string,
/// which comes before all others as keys are in order. Walked without recursion.
final class FileTree {
  static final String KEY = "file tree";

  private final BencodeCursor walk;
  private final List<String> path = new ArrayList<>();

  FileTree(BencodeFold tree) {
    this.walk = tree.walk();
  }

  /// Whether the tree is one file of that name, which then is the torrent's own.
  static boolean isSingleFile(BencodeFold tree, BencodeString name) {
    BencodeCursor walk = tree.walk();
    if (!walk.more() || !walk.string().equals(name) || !walk.isDict()) {
      return false;
    }
    walk.enter();
    if (!walk.more() || walk.string().length() > 0) {
      return false;
    }
    var _ = walk.value();
    if (walk.more()) {
      return false;
    }
    walk.leave();
    return !walk.more();
  }

  /// The next file; null behind the last.
  @Nullable ListedFile next() throws MetainfoException {
    while (true) {
      if (!walk.more()) {
        if (path.isEmpty()) {
          return null;
        }
        leave();
        continue;
      }
      BencodeString name = walk.string();
      if (name.length() == 0 && !path.isEmpty()) {
        return file();
      }
      if (name.length() == 0 || !walk.isDict() || path.size() == Info.MAX_PATH_DEPTH) {
        throw new MetainfoException("a file tree that is not one");
      }
      path.add(name.text());
      walk.enter();
    }
  }

  private ListedFile file() throws MetainfoException {
    if (!(walk.value() instanceof BencodeDict properties) || walk.more()) {
      throw new MetainfoException("a file that is also a folder");
    }
    ListedFile file =
        ListedFile.parse(properties, List.copyOf(path)).withRootAt(rootAt(properties));
    if (file.padding()) {
      throw new MetainfoException("a padding file in a file tree");
    }
    leave();
    return file;
  }

  private void leave() {
    walk.leave();
    path.removeLast();
  }

  private static int rootAt(BencodeDict file) throws MetainfoException {
    if (file.integer("length", 0) == 0) {
      return ListedFile.NO_ROOT;
    }
    BencodeString root = file.string("pieces root");
    if (root == null || root.length() != Hash.SHA256_LENGTH) {
      throw new MetainfoException("a file without a pieces root");
    }
    return root.from();
  }
}
