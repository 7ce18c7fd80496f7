package dev.freshet.core.world;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.DraftFile;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.HashTree;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.PieceSums;
import dev.freshet.protocol.metainfo.TorrentDraft;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A torrent of random bytes, of one file mostly.
record Sample(byte[] content, Metainfo metainfo) {
  static Sample of(long seed, int length, int pieceLength, TorrentVersion version) {
    return of(seed, length, pieceLength, version, false);
  }

  /// The same, private or public (BEP 27).
  static Sample of(
      long seed, int length, int pieceLength, TorrentVersion version, boolean isPrivate) {
    List<DraftFile> files = List.of(new DraftFile(List.of("sample.bin"), length));
    return of(seed, draft("sample.bin", files, pieceLength, version, isPrivate));
  }

  /// A folder of files `0`, `1` and so on, of these lengths.
  static Sample of(long seed, List<Integer> lengths, int pieceLength, TorrentVersion version) {
    List<DraftFile> files = new ArrayList<>();
    for (int length : lengths) {
      files.add(new DraftFile(List.of(Integer.toString(files.size())), length));
    }
    return of(seed, draft("sample", files, pieceLength, version, false));
  }

  private static TorrentDraft draft(
      String name,
      List<DraftFile> files,
      int pieceLength,
      TorrentVersion version,
      boolean isPrivate) {
    boolean single = files.getFirst().path().equals(List.of(name));
    return new TorrentDraft(
        name, single, files, pieceLength, version, isPrivate, List.of(), List.of(), null, null, 0);
  }

  private static Sample of(long seed, TorrentDraft draft) {
    TorrentVersion version = draft.version();
    try {
      TorrentPlan plan = draft.plan();
      Geometry geometry = plan.geometry();
      byte[] padded = new byte[(int) geometry.length()];
      for (FileEntry file : plan.files()) {
        if (!file.padding()) {
          byte[] content = new byte[(int) file.length()];
          new SplittableRandom(seed + file.offset()).nextBytes(content);
          System.arraycopy(content, 0, padded, (int) file.offset(), content.length);
        }
      }
      PieceSums sums = plan.sums();
      for (int piece = 0; piece < geometry.pieceCount(); piece++) {
        int from = (int) geometry.offset(piece);
        byte[] bytes = Arrays.copyOfRange(padded, from, from + geometry.pieceSize(piece));
        if (version.hasV1()) {
          sums.putV1(piece, Hash.of(digest("SHA-1", bytes)));
        }
        if (version.hasV2()) {
          byte[] leaves = leaves(bytes, plan.v2Length(piece));
          sums.putV2(piece, HashTree.pieceRoot(leaves, leaves.length / 32, plan.v2Width(piece)));
        }
      }
      return new Sample(padded, plan.seal(sums));
    } catch (MetainfoException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] leaves(byte[] bytes, int length) {
    ByteArrayOutputStream leaves = new ByteArrayOutputStream();
    for (int at = 0; at < length; at += Geometry.BLOCK) {
      leaves.writeBytes(
          digest("SHA-256", Arrays.copyOfRange(bytes, at, Math.min(length, at + Geometry.BLOCK))));
    }
    return leaves.toByteArray();
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
