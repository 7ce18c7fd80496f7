package dev.freshet.storage;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.DraftFile;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.HashTree;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.PieceHash;
import dev.freshet.protocol.metainfo.PieceSums;
import dev.freshet.protocol.metainfo.TorrentDraft;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/// A torrent with its content in memory, hashed in the plainest way.
///
/// @param space the whole piece space, zeros where padding is
public record Sample(Metainfo metainfo, byte[] space) {
  /// A folder of files of these lengths with random content.
  public static Sample of(TorrentVersion version, int pieceLength, long seed, int... lengths) {
    List<DraftFile> files = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      files.add(new DraftFile(List.of("folder" + i % 3, "file%06d.bin".formatted(i)), lengths[i]));
    }
    return of(version, pieceLength, seed, files);
  }

  /// A folder of these files with random content.
  public static Sample of(
      TorrentVersion version, int pieceLength, long seed, List<DraftFile> files) {
    try {
      return hashed(
          new TorrentDraft(
                  "sample",
                  false,
                  files,
                  pieceLength,
                  version,
                  false,
                  List.of(),
                  List.of(),
                  null,
                  null,
                  0)
              .plan(),
          seed);
    } catch (MetainfoException e) {
      throw new AssertionError(e);
    }
  }

  private static Sample hashed(TorrentPlan plan, long seed) {
    Geometry geometry = plan.geometry();
    byte[] space = new byte[Math.toIntExact(geometry.length())];
    new SplittableRandom(seed).nextBytes(space);
    for (FileEntry file : plan.files()) {
      if (file.padding()) {
        Arrays.fill(space, (int) file.offset(), (int) (file.offset() + file.length()), (byte) 0);
      }
    }
    PieceSums sums = plan.sums();
    TorrentVersion version = plan.draft().version();
    for (int piece = 0; piece < geometry.pieceCount(); piece++) {
      int from = (int) geometry.offset(piece);
      if (version.hasV1()) {
        byte[] bytes = Arrays.copyOfRange(space, from, from + geometry.pieceSize(piece));
        sums.putV1(piece, Hash.of(digest("SHA-1", bytes)));
      }
      if (version.hasV2()) {
        byte[] leaves = leaves(Arrays.copyOfRange(space, from, from + plan.v2Length(piece)));
        sums.putV2(piece, HashTree.pieceRoot(leaves, leaves.length / 32, plan.v2Width(piece)));
      }
    }
    return new Sample(plan.seal(sums), space);
  }

  /// The SHA-256 of each block, one after the other.
  public static byte[] leaves(byte[] data) {
    byte[] leaves = new byte[(data.length + Geometry.BLOCK - 1) / Geometry.BLOCK * 32];
    for (int i = 0; i < leaves.length / 32; i++) {
      int end = Math.min(data.length, (i + 1) * Geometry.BLOCK);
      byte[] leaf = digest("SHA-256", Arrays.copyOfRange(data, i * Geometry.BLOCK, end));
      System.arraycopy(leaf, 0, leaves, i * 32, 32);
    }
    return leaves;
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  Info info() {
    return metainfo.info();
  }

  Geometry geometry() {
    return info().geometry();
  }

  /// What the piece must hash to.
  PieceHash hash(int piece) {
    return Objects.requireNonNull(info().pieceHash(piece, metainfo.layers()));
  }

  /// The bytes of that range of a piece.
  byte[] bytes(int piece, int begin, int length) {
    int from = (int) geometry().offset(piece, begin);
    return Arrays.copyOfRange(space, from, from + length);
  }

  /// The bytes of a file.
  byte[] file(int index) {
    FileEntry file = info().files().get(index);
    return Arrays.copyOfRange(space, (int) file.offset(), (int) (file.offset() + file.length()));
  }
}
