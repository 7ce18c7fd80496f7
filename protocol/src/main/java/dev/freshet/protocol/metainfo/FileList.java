package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeList;
import dev.freshet.protocol.bencode.BencodeValue;
import java.util.ArrayList;
import java.util.List;

/// The files of a v1 info dictionary (BEP 3): `length` for one, `files` for many.
final class FileList {
  private FileList() {}

  static List<ListedFile> parse(BencodeDict info, String name) throws MetainfoException {
    BencodeList list = info.list("files");
    if (list == null) {
      return List.of(ListedFile.parse(info, List.of(name), null));
    }
    List<ListedFile> files = new ArrayList<>(list.items().size());
    for (BencodeValue item : list.items()) {
      if (!(item instanceof BencodeDict file)) {
        throw new MetainfoException("a file that is not a dictionary");
      }
      BencodeList utf8 = file.list("path.utf-8");
      List<String> path = ListedFile.path(utf8 != null ? utf8 : file.list("path"));
      files.add(ListedFile.parse(file, path, null));
    }
    return files;
  }
}
