package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Files made by a rule, and the torrents that libtorrent and mktorrent made of the same files.
final class TestContent {
  /// The folder that the reference torrents are of.
  static final List<DraftFile> FOLDER =
      List.of(
          new DraftFile(List.of("é"), 16384),
          new DraftFile(List.of("sub.d", "y"), 65536),
          new DraftFile(List.of("sub", "x"), 20000, true, false, null),
          new DraftFile(List.of("c"), 40000),
          new DraftFile(List.of("b"), 0),
          new DraftFile(List.of("a"), 10));

  private TestContent() {}

  /// The bytes of the file of that path.
  static byte[] of(List<String> path, long length) {
    int salt = List.of("", "single", "small", "a", "c", "x", "y", "é").indexOf(path.getLast());
    byte[] bytes = new byte[(int) length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8) * 7 + salt);
    }
    return bytes;
  }

  /// A committed .torrent file.
  static byte[] torrent(String name) {
    try (InputStream in = TestContent.class.getResourceAsStream(name + ".torrent")) {
      if (in == null) {
        throw new IllegalArgumentException(name);
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// Hashes what the plan is of, and seals it.
  static Metainfo seal(TorrentPlan plan) {
    return seal(plan, file -> of(file.path(), file.length()));
  }

  static Metainfo seal(TorrentPlan plan, Function<FileEntry, byte[]> content) {
    PieceSums sums = plan.sums();
    TorrentVersion version = plan.draft().version();
    for (int piece = 0; piece < plan.geometry().pieceCount(); piece++) {
      byte[] bytes = piece(plan, piece, content);
      if (version.hasV1()) {
        sums.putV1(piece, Hash.of(HashTree.digest("SHA-1").digest(bytes)));
      }
      if (version.hasV2()) {
        byte[] data = Arrays.copyOf(bytes, plan.v2Length(piece));
        sums.putV2(piece, pieceRoot(data, plan.v2Width(piece)));
      }
    }
    return plan.seal(sums);
  }

  static byte[] piece(TorrentPlan plan, int piece, Function<FileEntry, byte[]> content) {
    byte[] bytes = new byte[plan.geometry().pieceSize(piece)];
    int at = 0;
    for (FileSlice slice : plan.slices(piece)) {
      FileEntry file = plan.files().get(slice.file());
      if (!file.padding()) {
        System.arraycopy(content.apply(file), (int) slice.begin(), bytes, at, slice.length());
      }
      at += slice.length();
    }
    if (at != bytes.length) {
      throw new AssertionError("slices of piece " + piece + " have " + at + " bytes");
    }
    return bytes;
  }

  /// The root over the blocks of this data.
  static Hash pieceRoot(byte[] data, int width) {
    return HashTree.pieceRoot(leaves(data), (data.length - 1) / Geometry.BLOCK + 1, width);
  }

  /// The hashes of the blocks of this data.
  static byte[] leaves(byte[] data) {
    int count = (data.length - 1) / Geometry.BLOCK + 1;
    byte[] leaves = new byte[count * Hash.SHA256_LENGTH];
    for (int i = 0; i < count; i++) {
      int from = i * Geometry.BLOCK;
      byte[] block = Arrays.copyOfRange(data, from, Math.min(data.length, from + Geometry.BLOCK));
      byte[] hash = HashTree.sha256().digest(block);
      System.arraycopy(hash, 0, leaves, i * hash.length, hash.length);
    }
    return leaves;
  }
}
