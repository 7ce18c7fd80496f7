package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeException;
import dev.freshet.protocol.bencode.BencodeFold;
import dev.freshet.protocol.bencode.BencodeLimits;
import dev.freshet.protocol.bencode.BencodeReader;
import dev.freshet.protocol.bencode.BencodeString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns an info dictionary into an [Info], or says what contradicts what.
///
/// Keys out of order are taken from v1 torrents, because old ones have them, and refused of those
/// with a v2 part, as BEP 52 demands.
///
/// The lists of files, which may be millions of values, are walked and never built.
final class InfoParser {
  private static final List<String> FOLDED = List.of(FileList.KEY, FileTree.KEY);

  private final byte[] raw;
  private final BencodeDict info;
  private final BencodeString rawName;
  private final String name;
  private final int pieceLength;
  private final @Nullable BencodeString pieces;
  private final @Nullable BencodeFold tree;

  private InfoParser(byte[] raw, BencodeDict info) throws MetainfoException {
    this.raw = raw;
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

  /// Parses the bytes of an info dictionary, which are the result's from now on.
  static Info parse(byte[] raw) throws MetainfoException {
    try {
      BencodeDict info = BencodeReader.readDict(raw, BencodeLimits.METAINFO, FOLDED);
      return new InfoParser(raw, info).parse();
    } catch (BencodeException wrong) {
      throw new MetainfoException("not bencode: " + wrong.getMessage());
    }
  }

  private Info parse() throws MetainfoException {
    Layout layout = layout();
    RootIndex roots = new RootIndex(layout.files());
    roots.check();
    int piecesFrom = -1;
    if (pieces != null) {
      piecesFrom = pieces.from();
      long due = (long) layout.geometry().pieceCount() * Hash.SHA1_LENGTH;
      if (pieces.length() != due) {
        throw new MetainfoException(
            pieces.length() + " bytes of piece hashes where " + due + " are due");
      }
    }
    return new Info(
        raw,
        hashes(),
        name,
        isSingleFile(),
        info.integer("private", 0) == 1,
        layout,
        roots,
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

  private static @Nullable BencodeFold tree(BencodeDict info) throws MetainfoException {
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
    BencodeFold tree = info.foldedDict(FileTree.KEY);
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
      return info.foldedList(FileList.KEY) == null;
    }
    return tree != null && FileTree.isSingleFile(tree, rawName);
  }

  private InfoHashes hashes() {
    Hash v1 = pieces == null ? null : Hash.of(HashTree.digest("SHA-1").digest(raw));
    Hash v2 = tree == null ? null : Hash.of(HashTree.sha256().digest(raw));
    return new InfoHashes(v1, v2);
  }

  private Layout layout() throws MetainfoException {
    Layout.Builder out = new Layout.Builder(pieceLength, raw);
    if (tree == null) {
      FileList files = new FileList(info, name);
      for (ListedFile file = files.next(); file != null; file = files.next()) {
        out.add(file);
      }
    } else if (pieces != null) {
      layHybrid(new FileList(info, name), new FileTree(tree), out);
    } else {
      FileTree files = new FileTree(tree);
      for (ListedFile file = files.next(); file != null; file = files.next()) {
        out.add(file);
        out.align(false);
      }
    }
    return out.build();
  }

  /// Lays the files as the v1 list has them, each with its root of the v2 tree. Both must name the
  /// same files in the same order, with padding just so that files begin at pieces; behind the last
  /// file padding may be missing, as older creators have it.
  private void layHybrid(FileList list, FileTree files, Layout.Builder out)
      throws MetainfoException {
    long aligned = 0;
    for (ListedFile file = list.next(); file != null; file = list.next()) {
      if (file.padding()) {
        if (file.length() > aligned - out.offset()) {
          throw new MetainfoException("more padding than up to the next piece");
        }
        out.add(file);
        continue;
      }
      ListedFile same = files.next();
      if (same == null || !file.isSame(same)) {
        throw new MetainfoException("the v1 and v2 file lists differ at " + file.path().getLast());
      }
      if (file.length() > 0) {
        if (out.offset() != aligned) {
          throw new MetainfoException("no padding before " + file.path().getLast());
        }
        aligned += (file.length() + pieceLength - 1) / pieceLength * pieceLength;
      }
      out.add(file.withRootAt(same.rootAt()));
    }
    if (files.next() != null) {
      throw new MetainfoException("the v2 tree has files that the v1 list has not");
    }
  }
}
