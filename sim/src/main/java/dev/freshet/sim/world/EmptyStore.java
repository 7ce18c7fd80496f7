package dev.freshet.sim.world;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.Info;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A store without bytes, for large runs: a block is only there or not, good or bad. A bad block is
/// one whose first byte is not zero. Fit for v1 torrents, whose pieces nobody but the store hashes.
public final class EmptyStore implements Store {
  private static final int LEAF = 32;
  private static final ByteBuffer GOOD = ByteBuffer.allocate(1 << 20).asReadOnlyBuffer();
  private static final ByteBuffer BAD = bad();

  private final boolean whole;
  private final double spoils;
  private final RandomGenerator random;
  private @Nullable Geometry geometry;
  private int blocksPerPiece;
  private Bitfield verified = new Bitfield(0);
  private Bitfield durable = new Bitfield(0);
  private final BitSet written = new BitSet();
  private final BitSet bad = new BitSet();

  private EmptyStore(boolean whole, double spoils, RandomGenerator random) {
    this.whole = whole;
    this.spoils = spoils;
    this.random = random;
  }

  /// With everything there from the start.
  public static EmptyStore full(RandomGenerator random) {
    return new EmptyStore(true, 0, random);
  }

  /// With nothing. What is read from it is bad with the chance `spoils`, 0 to 1.
  public static EmptyStore empty(double spoils, RandomGenerator random) {
    return new EmptyStore(false, spoils, random);
  }

  private static ByteBuffer bad() {
    byte[] bytes = new byte[1 << 20];
    Arrays.fill(bytes, (byte) 1);
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public void perform(DiskEffect effect, Consumer<DiskInput> answer) {
    int torrent = effect.torrent();
    switch (effect) {
      case DiskEffect.Open open -> answer.accept(opened(torrent, open.info()));
      case DiskEffect.Write(int _, int piece, int begin, ByteBuffer bytes, Lease lease) -> {
        int block = piece * blocksPerPiece + begin / Geometry.BLOCK;
        written.set(block);
        bad.set(block, bytes.get(bytes.position()) != 0);
        int length = bytes.remaining();
        lease.release();
        verified.clear(piece);
        durable.clear(piece);
        answer.accept(new DiskInput.Written(torrent, piece, begin, length));
      }
      case DiskEffect.Read(int _, long request, int _, int _, int length) -> {
        ByteBuffer from = spoils > 0 && random.nextDouble() < spoils ? BAD : GOOD;
        answer.accept(
            new DiskInput.BytesRead(torrent, request, Lease.unpooled(from.slice(0, length))));
      }
      case DiskEffect.Verify(int _, int piece, var _, boolean leaves) ->
          answer.accept(verify(torrent, piece, leaves));
      case DiskEffect.Commit _ -> {
        durable.or(verified);
        answer.accept(new DiskInput.Committed(torrent));
      }
      case DiskEffect.Forget _ -> {
        verified.clearAll();
        durable.clearAll();
        answer.accept(known(torrent));
      }
      case DiskEffect.Close(int _, boolean deleteData) -> {
        durable.or(verified);
        if (deleteData) {
          crashAll();
        }
        answer.accept(new DiskInput.Closed(torrent));
      }
    }
  }

  @Override
  public void crash() {
    verified.clearAll();
    verified.or(durable);
  }

  private void crashAll() {
    verified.clearAll();
    durable.clearAll();
    written.clear();
    bad.clear();
  }

  private DiskInput opened(int torrent, Info info) {
    if (geometry == null) {
      geometry = info.geometry();
      blocksPerPiece = (geometry.pieceLength() + Geometry.BLOCK - 1) / Geometry.BLOCK;
      verified = new Bitfield(geometry.pieceCount());
      durable = new Bitfield(geometry.pieceCount());
      if (whole) {
        verified.setAll();
        durable.setAll();
        written.set(0, geometry.pieceCount() * blocksPerPiece);
      }
    }
    return known(torrent);
  }

  private DiskInput known(int torrent) {
    Bitfield unknown = new Bitfield(durable.size());
    for (int block = written.nextSetBit(0); block >= 0; block = written.nextSetBit(block + 1)) {
      int piece = block / blocksPerPiece;
      if (piece < unknown.size() && !durable.get(piece)) {
        unknown.set(piece);
      }
    }
    return new DiskInput.Opened(torrent, durable.copy(), unknown);
  }

  private DiskInput verify(int torrent, int piece, boolean leaves) {
    Geometry size = geometry;
    if (size == null) {
      throw new IllegalStateException("not open");
    }
    int first = piece * blocksPerPiece;
    int end = first + (size.pieceSize(piece) + Geometry.BLOCK - 1) / Geometry.BLOCK;
    int wrong = bad.nextSetBit(first);
    boolean ok = written.nextClearBit(first) >= end && (wrong < 0 || wrong >= end);
    if (ok) {
      verified.set(piece);
    }
    return new DiskInput.Verified(torrent, piece, ok, leaves || !ok ? leaves(first, end) : null);
  }

  private byte[] leaves(int first, int end) {
    byte[] all = new byte[(end - first) * LEAF];
    for (int block = first; block < end; block++) {
      all[(block - first) * LEAF] = (byte) (bad.get(block) ? 1 : 0);
    }
    return all;
  }
}
