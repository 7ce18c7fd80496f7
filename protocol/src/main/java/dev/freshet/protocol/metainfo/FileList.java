package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.bencode.BencodeCursor;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeFold;
import dev.freshet.protocol.bencode.BencodeList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of a v1 info dictionary (BEP 3), one after the other: `length` for one, `files` for
/// many.
final class FileList {
  static final String KEY = "files";

  private final BencodeDict info;
  private final String name;
  private final @Nullable BencodeCursor list;
  private boolean ended;

  FileList(BencodeDict info, String name) {
    this.info = info;
    this.name = name;
    BencodeFold fold = info.foldedList(KEY);
    this.list = fold == null ? null : fold.walk();
  }

  /// The next file; null behind the last.
  @Nullable ListedFile next() throws MetainfoException {
    if (list == null) {
      boolean first = !ended;
      ended = true;
      return first ? ListedFile.parse(info, List.of(name)) : null;
    }
    if (!list.more()) {
      return null;
    }
    if (!(list.value() instanceof BencodeDict file)) {
      throw new MetainfoException("a file that is not a dictionary");
    }
    BencodeList utf8 = file.list("path.utf-8");
    List<String> path = ListedFile.path(utf8 != null ? utf8 : file.list("path"));
    return ListedFile.parse(file, path);
  }
}
