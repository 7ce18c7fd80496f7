package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeInteger;
import dev.freshet.protocol.bencode.BencodeList;
import dev.freshet.protocol.bencode.BencodeString;
import dev.freshet.protocol.bencode.BencodeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file as a list or tree names it, before it has its place.
///
/// @param rootAt where the root of its hash tree begins in the info dictionary; [#NO_ROOT] for v1
///   and for empty files
record ListedFile(
    List<String> path,
    long length,
    boolean padding,
    boolean executable,
    boolean hidden,
    @Nullable List<String> symlink,
    int rootAt) {
  /// No root.
  static final int NO_ROOT = -1;

  /// The folder that padding files are said to lie in (BEP 47).
  private static final String PAD_FOLDER = ".pad";

  /// Padding that is not the first of its length.
  private static final Pattern NUMBERED = Pattern.compile("[0-9]+-([1-9][0-9]{0,8})");

  /// A padding file, the `number`th of this length, from 1. BEP 47 would have those of one length
  /// share a path, but a client that takes them for files may refuse the torrent for that (rTorrent
  /// 0.9.8 does), and clients that know padding do not look at the path.
  static ListedFile pad(int length, int number) {
    return new ListedFile(padPath(length, number), length, true, false, false, null, NO_ROOT);
  }

  /// What the `number`th padding of that many bytes is called.
  static List<String> padPath(long length, int number) {
    return List.of(PAD_FOLDER, number == 1 ? Long.toString(length) : length + "-" + number);
  }

  /// Reads length and attributes (BEP 47), which stand alike in a v1 list and a v2 tree.
  static ListedFile parse(BencodeDict file, List<String> path) throws MetainfoException {
    if (!(file.get("length") instanceof BencodeInteger length) || length.value() < 0) {
      throw new MetainfoException("a file without a length");
    }
    String attr = file.text("attr");
    String flags = attr == null ? "" : attr;
    List<String> symlink = flags.contains("l") ? path(file.list("symlink path")) : null;
    if (symlink != null && length.value() > 0) {
      throw new MetainfoException("a symbolic link with a length");
    }
    return new ListedFile(
        path,
        length.value(),
        flags.contains("p"),
        flags.contains("x"),
        flags.contains("h"),
        symlink,
        NO_ROOT);
  }

  /// The elements of a path.
  static List<String> path(@Nullable BencodeList elements) throws MetainfoException {
    if (elements == null || elements.items().isEmpty()) {
      throw new MetainfoException("a file without a path");
    }
    if (elements.items().size() > Info.MAX_PATH_DEPTH) {
      throw new MetainfoException("a path deeper than " + Info.MAX_PATH_DEPTH);
    }
    List<String> path = new ArrayList<>(elements.items().size());
    for (BencodeValue element : elements.items()) {
      if (!(element instanceof BencodeString name)) {
        throw new MetainfoException("a path element that is not a string");
      }
      path.add(name.text());
    }
    return List.copyOf(path);
  }

  /// The same file with its root there.
  ListedFile withRootAt(int at) {
    return new ListedFile(path, length, padding, executable, hidden, symlink, at);
  }

  /// The number by which [#padPath] calls this padding as it is called, 0 if there is none.
  int padNumber() {
    if (!padding) {
      return 0;
    }
    Matcher numbered = NUMBERED.matcher(path.getLast());
    int number = numbered.matches() ? Integer.parseInt(numbered.group(1)) : 1;
    return path.equals(padPath(length, number)) ? number : 0;
  }

  /// Whether the other list means the same file.
  boolean isSame(ListedFile other) {
    return length == other.length && path.equals(other.path);
  }
}
