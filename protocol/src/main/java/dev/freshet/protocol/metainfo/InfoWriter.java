package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.util.List;

/// Writes the info dictionary of a new torrent.
final class InfoWriter {
  private final BencodeWriter out = new BencodeWriter();
  private final TorrentDraft draft;
  private final Geometry geometry;
  private final List<FileEntry> files;
  private final PieceSums sums;
  private final byte[] v2;

  InfoWriter(TorrentDraft draft, Geometry geometry, List<FileEntry> files, PieceSums sums) {
    this.draft = draft;
    this.geometry = geometry;
    this.files = files;
    this.sums = sums;
    this.v2 = sums.v2();
  }

  byte[] toBytes() {
    boolean v1 = draft.version().hasV1();
    boolean v2 = draft.version().hasV2();
    out.dict();
    if (v1 && draft.singleFile()) {
      attributes(files.getFirst());
    }
    if (v2) {
      tree();
    }
    if (v1 && !draft.singleFile()) {
      list();
    }
    if (v1 && draft.singleFile()) {
      out.key("length").integer(files.getFirst().length());
    }
    if (v2) {
      out.key("meta version").integer(2);
    }
    out.key("name").string(draft.name());
    out.key("piece length").integer(geometry.pieceLength());
    if (v1) {
      out.key("pieces").string(sums.v1());
    }
    if (draft.isPrivate()) {
      out.key("private").integer(1);
    }
    return out.end().toBytes();
  }

  private void list() {
    out.key("files").list();
    for (FileEntry file : files) {
      out.dict();
      attributes(file);
      out.key("length").integer(file.length());
      strings("path", file.path());
      if (file.symlink() != null) {
        strings("symlink path", file.symlink());
      }
      out.end();
    }
    out.end();
  }

  /// Files come in the order of the tree, so from one to the next some folders end and some begin.
  private void tree() {
    out.key("file tree").dict();
    List<String> open = List.of();
    for (FileEntry file : files) {
      if (file.padding()) {
        continue;
      }
      List<String> folder = file.path().subList(0, file.path().size() - 1);
      int common = 0;
      while (common < Math.min(open.size(), folder.size())
          && open.get(common).equals(folder.get(common))) {
        common++;
      }
      for (int i = common; i < open.size(); i++) {
        out.end();
      }
      for (int i = common; i < folder.size(); i++) {
        out.key(folder.get(i)).dict();
      }
      open = folder;
      treeFile(file);
    }
    for (int i = 0; i < open.size(); i++) {
      out.end();
    }
    out.end();
  }

  private void treeFile(FileEntry file) {
    out.key(file.path().getLast()).dict().key("").dict();
    attributes(file);
    out.key("length").integer(file.length());
    if (file.length() > 0) {
      out.key("pieces root").string(root(file).bytes());
    }
    if (file.symlink() != null) {
      strings("symlink path", file.symlink());
    }
    out.end().end();
  }

  private Hash root(FileEntry file) {
    int pieceLength = geometry.pieceLength();
    int from = geometry.pieceAt(file.offset()) * Hash.SHA256_LENGTH;
    int count = file.pieceCount(pieceLength);
    int height = HashTree.pieceHeight(pieceLength);
    return HashTree.root(v2, from, count, HashTree.width(count), height);
  }

  /// BEP 47.
  private void attributes(FileEntry file) {
    String attr =
        (file.padding() ? "p" : "")
            + (file.executable() ? "x" : "")
            + (file.hidden() ? "h" : "")
            + (file.symlink() != null ? "l" : "");
    if (!attr.isEmpty()) {
      out.key("attr").string(attr);
    }
  }

  private void strings(String key, List<String> strings) {
    out.key(key).list();
    strings.forEach(out::string);
    out.end();
  }
}
