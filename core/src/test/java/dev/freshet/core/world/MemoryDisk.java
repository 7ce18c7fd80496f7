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
  /// One torrent's files: `good` are the pieces that fitted since they were written, `durable`
  /// those of them in the journal, `touched` those that have data.
  private static final class Content {
    final Info info;
    final byte[] bytes;
    final Bitfield good;
    final Bitfield durable;
    final Bitfield touched;
    boolean open;

    Content(Info info, byte[] bytes) {
      this.info = info;
      this.bytes = bytes;
      int pieces = info.geometry().pieceCount();
      good = new Bitfield(pieces);
      durable = new Bitfield(pieces);
      touched = new Bitfield(pieces);
    }

    DiskInput opened(int torrent) {
      Bitfield unknown = new Bitfield(touched.size());
      for (int piece = 0; piece < touched.size(); piece++) {
        if (touched.get(piece) && !durable.get(piece)) {
          unknown.set(piece);
        }
      }
      return new DiskInput.Opened(torrent, durable.copy(), unknown);
    }
  }

  private final Map<Integer, Content> contents = new LinkedHashMap<>();
  private Leases leases = new Leases();
  private double failing;
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

  /// From now on what is read comes in buffers of this pool.
  void buffers(Leases pool) {
    leases = pool;
  }

  /// From now on every write, read and hash fails with this chance.
  void failing(double chance, RandomGenerator random) {
    this.failing = chance;
    this.random = random;
  }

  /// The power is gone: all files are shut, and what was not committed is not in the journal.
  void crash() {
    for (Content content : contents.values()) {
      content.open = false;
      content.good.clearAll();
      content.good.or(content.durable);
    }
  }

  /// What lies on the disk before anything is opened.
  void put(byte[] bytes) {
    initial = bytes;
  }

  /// The bytes of this torrent.
  byte[] bytes(int torrent) {
    Content content = contents.get(torrent);
    return content == null ? initial : content.bytes;
  }

  /// Payload written.
  long written() {
    return written;
  }

  void perform(DiskEffect effect, Consumer<DiskInput> answer) {
    int torrent = effect.torrent();
    if (failing > 0 && mayFail(effect) && random.nextDouble() < failing) {
      if (effect instanceof DiskEffect.Write write) {
        write.lease().release();
      }
      answer.accept(new DiskInput.Failed(torrent, effect, DiskProblem.FAILED, "sample is sick"));
      return;
    }
    switch (effect) {
      case DiskEffect.Open(int _, Info info, String _, boolean _, boolean _, var _) ->
          answer.accept(open(torrent, info).opened(torrent));
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
        content.good.clear(piece);
        content.durable.clear(piece);
        content.touched.set(piece);
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
        answer.accept(new DiskInput.BytesRead(torrent, request, leases.of(bytes)));
      }
      case DiskEffect.Verify(int _, int piece, PieceHash expected, boolean leaves) ->
          answer.accept(verify(torrent, piece, expected, leaves));
      case DiskEffect.Commit _ -> {
        if (unsafe) {
          answer.accept(
              new DiskInput.Failed(torrent, effect, DiskProblem.FAILED, "cannot write sample"));
          return;
        }
        commits++;
        content(torrent).durable.or(content(torrent).good);
        answer.accept(new DiskInput.Committed(torrent));
      }
      case DiskEffect.Forget _ -> {
        content(torrent).good.clearAll();
        content(torrent).durable.clearAll();
        answer.accept(content(torrent).opened(torrent));
      }
      case DiskEffect.Close _ -> {
        Content content = contents.get(torrent);
        if (content != null) {
          content.durable.or(content.good);
          content.open = false;
        }
        answer.accept(new DiskInput.Closed(torrent));
      }
    }
  }

  private static boolean mayFail(DiskEffect effect) {
    return effect instanceof DiskEffect.Write
        || effect instanceof DiskEffect.Read
        || effect instanceof DiskEffect.Verify;
  }

  private Content open(int torrent, Info info) {
    Content content = contents.get(torrent);
    if (content == null) {
      content = new Content(info, Arrays.copyOf(initial, (int) info.geometry().length()));
      if (initial.length > 0) {
        content.touched.setAll();
      }
      contents.put(torrent, content);
    }
    content.open = true;
    return content;
  }

  private Content content(int torrent) {
    Content content = contents.get(torrent);
    if (content == null || !content.open) {
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
    if (ok) {
      content.good.set(piece);
    }
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
