package dev.freshet.core.world;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.HashTree;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.PieceHash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Files in memory, with real hashing.
final class MemoryDisk {
  private record Content(Info info, byte[] bytes) {}

  private final Map<Integer, Content> open = new LinkedHashMap<>();
  private byte[] initial = new byte[0];
  private long written;
  private double spoiled;
  private boolean full;
  private boolean unsafe;
  private int commits;
  private RandomGenerator random = new SplittableRandom(0);

  /// From now on this disk spoils the first byte of every block that it reads, with this chance.
  void spoil(double chance, RandomGenerator random) {
    this.spoiled = chance;
    this.random = random;
  }

  /// From now on every write fails, or none does.
  void full(boolean on) {
    full = on;
  }

  /// From now on every commit fails, or none does.
  void unsafe(boolean on) {
    unsafe = on;
  }

  /// Commits that went well.
  int commits() {
    return commits;
  }

  /// What lies on the disk before anything is opened.
  void put(byte[] bytes) {
    initial = bytes;
  }

  /// The bytes of this torrent.
  byte[] bytes(int torrent) {
    Content content = open.get(torrent);
    return content == null ? initial : content.bytes;
  }

  /// Payload written.
  long written() {
    return written;
  }

  void perform(DiskEffect effect, Consumer<DiskInput> answer) {
    int torrent = effect.torrent();
    switch (effect) {
      case DiskEffect.Open(int _, Info info, String _, boolean _, boolean _) -> {
        Geometry geometry = info.geometry();
        byte[] bytes = Arrays.copyOf(initial, (int) geometry.length());
        open.put(torrent, new Content(info, bytes));
        Bitfield unknown = new Bitfield(geometry.pieceCount());
        if (initial.length > 0) {
          unknown.setAll();
        }
        answer.accept(new DiskInput.Opened(torrent, new Bitfield(geometry.pieceCount()), unknown));
      }
      case DiskEffect.Write(int _, int piece, int begin, ByteBuffer bytes, Lease lease) -> {
        if (full) {
          lease.release();
          answer.accept(
              new DiskInput.Failed(torrent, effect, DiskProblem.FULL, "no space left for sample"));
          return;
        }
        Content content = content(torrent);
        int length = bytes.remaining();
        bytes
            .duplicate()
            .get(content.bytes, (int) content.info.geometry().offset(piece, begin), length);
        lease.release();
        written += length;
        answer.accept(new DiskInput.Written(torrent, piece, begin, length));
      }
      case DiskEffect.Read(int _, long request, int piece, int begin, int length) -> {
        Content content = content(torrent);
        int from = (int) content.info.geometry().offset(piece, begin);
        byte[] bytes = Arrays.copyOfRange(content.bytes, from, from + length);
        for (int at = 0; at < length; at += Geometry.BLOCK) {
          if (random.nextDouble() < spoiled) {
            bytes[at] ^= 1;
          }
        }
        answer.accept(
            new DiskInput.BytesRead(torrent, request, Lease.unpooled(ByteBuffer.wrap(bytes))));
      }
      case DiskEffect.Verify(int _, int piece, PieceHash expected, boolean leaves) ->
          answer.accept(verify(torrent, piece, expected, leaves));
      case DiskEffect.Commit _ -> {
        commits += unsafe ? 0 : 1;
        answer.accept(
            unsafe
                ? new DiskInput.Failed(torrent, effect, DiskProblem.FAILED, "cannot write sample")
                : new DiskInput.Committed(torrent));
      }
      case DiskEffect.Forget _ -> {
        int count = content(torrent).info.geometry().pieceCount();
        answer.accept(new DiskInput.Opened(torrent, new Bitfield(count), Bitfield.full(count)));
      }
      case DiskEffect.Close _ -> answer.accept(new DiskInput.Closed(torrent));
    }
  }

  private Content content(int torrent) {
    Content content = open.get(torrent);
    if (content == null) {
      throw new IllegalStateException("torrent " + torrent + " is not open");
    }
    return content;
  }

  private DiskInput verify(int torrent, int piece, PieceHash expected, boolean leaves) {
    Content content = content(torrent);
    Geometry geometry = content.info.geometry();
    int from = (int) geometry.offset(piece);
    int size = geometry.pieceSize(piece);
    int data = expected.v2() == null ? size : expected.v2Length();
    ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    for (int at = 0; at < data; at += Geometry.BLOCK) {
      byte[] block =
          Arrays.copyOfRange(content.bytes, from + at, from + Math.min(data, at + Geometry.BLOCK));
      blocks.writeBytes(digest("SHA-256", block));
    }
    byte[] all = blocks.toByteArray();
    boolean ok =
        (expected.v1() == null
                || expected
                    .v1()
                    .matches(
                        digest("SHA-1", Arrays.copyOfRange(content.bytes, from, from + size)), 0))
            && (expected.v2() == null
                || expected
                    .v2()
                    .equals(HashTree.pieceRoot(all, all.length / 32, expected.v2Width())));
    return new DiskInput.Verified(torrent, piece, ok, leaves || !ok ? all : null);
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
