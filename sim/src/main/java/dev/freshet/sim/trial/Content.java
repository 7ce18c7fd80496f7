package dev.freshet.sim.trial;

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
import dev.freshet.sim.disk.SimDisk;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A torrent of random bytes, and what those bytes are: hashed here in the plainest way, for this
/// is what all else is held against.
///
/// @param space the whole piece space, zeros where padding is
record Content(Metainfo metainfo, byte[] space) {
  private static final int MOST_FILES = 6;

  /// Files of so many bytes in all, one or several.
  static Content of(SplittableRandom random, int length, int pieceLength, TorrentVersion version) {
    boolean single = random.nextBoolean();
    List<DraftFile> files = new ArrayList<>();
    int left = length;
    if (!single) {
      for (int i = random.nextInt(MOST_FILES); i > 0; i--) {
        int some = random.nextInt(4) == 0 ? 0 : random.nextInt(left);
        files.add(new DraftFile(List.of("folder" + i % 2, "file" + i), some));
        left -= some;
      }
    }
    files.add(new DraftFile(List.of(single ? "sample" : "last"), left));
    TorrentDraft draft =
        new TorrentDraft(
            "sample",
            single,
            files,
            pieceLength,
            version,
            false,
            List.of(),
            List.of(),
            null,
            null,
            0);
    try {
      return hashed(draft.plan(), random);
    } catch (MetainfoException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Content hashed(TorrentPlan plan, SplittableRandom random) {
    Geometry geometry = plan.geometry();
    byte[] space = new byte[Math.toIntExact(geometry.length())];
    random.nextBytes(space);
    long end = 0;
    for (FileEntry file : plan.files()) {
      // what lies between files, or is said to be padding, is zeros
      Arrays.fill(space, (int) end, (int) Math.max(end, file.offset()), (byte) 0);
      end = file.offset() + file.length();
      if (file.padding()) {
        Arrays.fill(space, (int) file.offset(), (int) end, (byte) 0);
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
    return new Content(plan.seal(sums), space);
  }

  private static byte[] leaves(byte[] bytes) {
    ByteArrayOutputStream leaves = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; at += Geometry.BLOCK) {
      int end = Math.min(bytes.length, at + Geometry.BLOCK);
      leaves.writeBytes(digest("SHA-256", Arrays.copyOfRange(bytes, at, end)));
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

  Geometry geometry() {
    return metainfo.info().geometry();
  }

  /// Whether these are the bytes at that place.
  boolean right(int piece, int begin, ByteBuffer bytes) {
    int from = (int) geometry().offset(piece, begin);
    return bytes.equals(ByteBuffer.wrap(space, from, bytes.remaining()));
  }

  /// Whether a file is spoilt if these bytes are stored at that place. Padding is stored nowhere.
  boolean spoils(int piece, int begin, ByteBuffer bytes) {
    int start = (int) geometry().offset(piece, begin);
    for (FileEntry file : metainfo.info().files()) {
      int from = (int) Math.max(start, file.offset());
      int to = (int) Math.min(start + bytes.remaining(), file.offset() + file.length());
      if (!file.padding()
          && from < to
          && !ByteBuffer.wrap(space, from, to - from)
              .equals(bytes.slice(bytes.position() + from - start, to - from))) {
        return true;
      }
    }
    return false;
  }

  /// Puts all files on a disk, below that folder.
  void put(SimDisk disk, Path folder) {
    for (FileEntry file : metainfo.info().files()) {
      if (!file.padding()) {
        int from = (int) file.offset();
        disk.put(path(folder, file), Arrays.copyOfRange(space, from, from + (int) file.length()));
      }
    }
  }

  /// Whether all bytes of this piece lie on the disk as they should.
  boolean stored(int piece, SimDisk disk, Path folder) {
    long begin = geometry().offset(piece);
    long end = begin + geometry().pieceSize(piece);
    for (FileEntry file : metainfo.info().files()) {
      int from = (int) Math.max(begin, file.offset());
      int to = (int) Math.min(end, file.offset() + file.length());
      if (!file.padding() && from < to) {
        byte[] bytes = disk.bytes(path(folder, file));
        int start = from - (int) file.offset();
        if (bytes == null
            || bytes.length < start + to - from
            || !Arrays.equals(space, from, to, bytes, start, start + to - from)) {
          return false;
        }
      }
    }
    return true;
  }

  /// Whether any of the files is there.
  boolean any(SimDisk disk, Path folder) {
    return metainfo.info().files().stream()
        .anyMatch(file -> !file.padding() && disk.bytes(path(folder, file)) != null);
  }

  private Path path(Path folder, FileEntry file) {
    Path top = metainfo.info().isSingleFile() ? folder : folder.resolve(metainfo.info().name());
    Path path = top;
    for (String element : file.path()) {
      path = path.resolve(element);
    }
    return path;
  }
}
