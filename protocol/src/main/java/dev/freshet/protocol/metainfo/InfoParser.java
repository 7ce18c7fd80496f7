package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeString;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns an info dictionary into an [Info], or says what contradicts what.
///
/// Keys out of order are taken from v1 torrents, because old ones have them, and refused of those
/// with a v2 part, as BEP 52 demands.
final class InfoParser {
  private final BencodeDict info;
  private final BencodeString rawName;
  private final String name;
  private final int pieceLength;
  private final @Nullable BencodeString pieces;
  private final @Nullable BencodeDict tree;

  private InfoParser(BencodeDict info) throws MetainfoException {
    this.info = info;
    this.rawName = name(info);
    this.name = rawName.text();
    this.pieces = info.string("pieces");
    this.tree = tree(info);
    if (pieces == null && tree == null) {
      throw new MetainfoException("neither v1 pieces nor a v2 file tree");
    }
    this.pieceLength = pieceLength(info, tree != null);
  }

  static Info parse(BencodeDict info) throws MetainfoException {
    return new InfoParser(info).parse();
  }

  private Info parse() throws MetainfoException {
    Layout layout = layout();
    int piecesFrom = -1;
    if (pieces != null) {
      piecesFrom = pieces.from() - info.start();
      long due = (long) layout.geometry().pieceCount() * Hash.SHA1_LENGTH;
      if (pieces.length() != due) {
        throw new MetainfoException(
            pieces.length() + " bytes of piece hashes where " + due + " are due");
      }
    }
    byte[] raw = info.raw();
    return new Info(
        raw,
        hashes(raw),
        name,
        isSingleFile(),
        info.integer("private", 0) == 1,
        layout,
        piecesFrom);
  }

  private static BencodeString name(BencodeDict info) throws MetainfoException {
    BencodeString utf8 = info.string("name.utf-8");
    BencodeString name = utf8 != null ? utf8 : info.string("name");
    if (name == null || name.length() == 0) {
      throw new MetainfoException("no name");
    }
    return name;
  }

  private static @Nullable BencodeDict tree(BencodeDict info) throws MetainfoException {
    long version = info.integer("meta version", 1);
    if (version != 1 && version != 2) {
      throw new MetainfoException("metainfo of version " + version);
    }
    if (version == 1) {
      return null;
    }
    if (!info.isOrdered()) {
      throw new MetainfoException("keys out of order in a v2 torrent");
    }
    BencodeDict tree = info.dict("file tree");
    if (tree == null) {
      throw new MetainfoException("a v2 torrent without a file tree");
    }
    return tree;
  }

  private static int pieceLength(BencodeDict info, boolean isV2) throws MetainfoException {
    long length = info.integer("piece length", 0);
    if (length < 1 || length > Geometry.MAX_PIECE_LENGTH) {
      throw new MetainfoException("pieces of " + length + " bytes");
    }
    if (isV2 && (length < Geometry.BLOCK || Long.bitCount(length) != 1)) {
      throw new MetainfoException(
          "v2 pieces of " + length + " bytes, not a power of two from 16 KiB");
    }
    return (int) length;
  }

  private boolean isSingleFile() {
    if (pieces != null) {
      return info.list("files") == null;
    }
    return tree != null && FileTree.isSingleFile(tree, rawName);
  }

  private InfoHashes hashes(byte[] raw) {
    Hash v1 = pieces == null ? null : Hash.of(HashTree.digest("SHA-1").digest(raw));
    Hash v2 = tree == null ? null : Hash.of(HashTree.sha256().digest(raw));
    return new InfoHashes(v1, v2);
  }

  private Layout layout() throws MetainfoException {
    Layout.Builder out = new Layout.Builder(pieceLength);
    if (tree == null) {
      for (ListedFile file : FileList.parse(info, name)) {
        out.add(file, null);
      }
      return out.build();
    }
    List<ListedFile> files = FileTree.parse(tree);
    checkRoots(files);
    if (pieces != null) {
      layHybrid(FileList.parse(info, name), files, out);
    } else {
      for (ListedFile file : files) {
        out.add(file, file.root());
        out.align();
      }
    }
    return out.build();
  }

  /// Lays the files as the v1 list has them, each with its root of the v2 tree. Both must name the
  /// same files in the same order, with padding just so that files begin at pieces; behind the last
  /// file padding may be missing, as older creators have it.
  private void layHybrid(List<ListedFile> list, List<ListedFile> files, Layout.Builder out)
      throws MetainfoException {
    int next = 0;
    long aligned = 0;
    for (ListedFile file : list) {
      if (file.padding()) {
        if (file.length() > aligned - out.offset()) {
          throw new MetainfoException("more padding than up to the next piece");
        }
        out.add(file, null);
        continue;
      }
      if (next == files.size() || !file.isSame(files.get(next))) {
        throw new MetainfoException("the v1 and v2 file lists differ at " + file.path().getLast());
      }
      if (file.length() > 0) {
        if (out.offset() != aligned) {
          throw new MetainfoException("no padding before " + file.path().getLast());
        }
        aligned += (file.length() + pieceLength - 1) / pieceLength * pieceLength;
      }
      out.add(file, files.get(next++).root());
    }
    if (next != files.size()) {
      throw new MetainfoException("the v2 tree has files that the v1 list has not");
    }
  }

  /// Two files with one root are the same bytes, so a root cannot stand for two lengths.
  private static void checkRoots(List<ListedFile> files) throws MetainfoException {
    Map<Hash, Long> lengths = new TreeMap<>();
    for (ListedFile file : files) {
      if (file.root() != null) {
        Long other = lengths.putIfAbsent(file.root(), file.length());
        if (other != null && other != file.length()) {
          throw new MetainfoException("one pieces root for files of different lengths");
        }
      }
    }
  }
}
