package dev.freshet.core.webseed;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.piece.Block;
import dev.freshet.protocol.metainfo.FileSlice;
import dev.freshet.protocol.metainfo.Info;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Blocks on their way from a server: which ranges of which files they are, and what has come of
/// them. Ranges and blocks need not end together: a block may cross files, and what is padding is
/// put in here rather than fetched.
final class Run {
  /// Bytes of a file, or if `url` is null so many zeros.
  private record Part(@Nullable String url, long begin, long length) {}

  private final ArrayDeque<Block> blocks;
  private final ArrayDeque<Part> parts;
  private long partLeft;
  private @Nullable ByteBuffer open;

  /// The run that brings these blocks, in their order.
  Run(List<Block> blocks, Info info, SeedUrl from) {
    this.blocks = new ArrayDeque<>(blocks);
    this.parts = parts(blocks, info, from);
  }

  private static ArrayDeque<Part> parts(List<Block> blocks, Info info, SeedUrl from) {
    ArrayDeque<Part> parts = new ArrayDeque<>();
    int lastFile = -1;
    for (Block block : blocks) {
      long offset = info.geometry().offset(block.piece(), block.begin());
      for (FileSlice slice : info.slices(offset, block.length())) {
        Part last = parts.peekLast();
        boolean padding = info.files().get(slice.file()).padding();
        if (last != null
            && last.url != null
            && slice.file() == lastFile
            && last.begin + last.length == slice.begin()) {
          parts.removeLast();
          parts.add(new Part(last.url, last.begin, last.length + slice.length()));
        } else {
          String url = padding ? null : from.file(info, slice.file());
          parts.add(new Part(url, slice.begin(), slice.length()));
        }
        lastFile = slice.file();
      }
    }
    return parts;
  }

  /// What is to be fetched next; null if that was all. Blocks that padding completes on the way are
  /// added to `landed`.
  @Nullable Range next(Queue<Landed> landed) {
    for (Part part = parts.poll(); part != null; part = parts.poll()) {
      partLeft = part.length;
      if (part.url != null) {
        return new Range(part.url, part.begin, part.length);
      }
      ByteBuffer zeros = ByteBuffer.allocate((int) part.length);
      take(zeros, Lease.unpooled(zeros), landed);
    }
    return null;
  }

  /// A range of bytes of what a URL names.
  record Range(String url, long begin, long length) {}

  /// The next bytes of the range came; blocks that are whole now are added to `landed`. False if
  /// there are more than the range has.
  boolean arrived(Lease lease, Queue<Landed> landed) {
    ByteBuffer bytes = lease.buffer().duplicate();
    if (bytes.remaining() > partLeft) {
      return false;
    }
    take(bytes, lease, landed);
    return true;
  }

  private void take(ByteBuffer bytes, Lease owner, Queue<Landed> landed) {
    partLeft -= bytes.remaining();
    while (bytes.hasRemaining()) {
      Block block = blocks.element();
      ByteBuffer begun = open;
      if (begun == null && bytes.remaining() >= block.length()) {
        // the usual case: nothing is copied
        ByteBuffer whole = bytes.slice(bytes.position(), block.length());
        bytes.position(bytes.position() + block.length());
        landed.add(new Landed(blocks.remove(), whole, owner.retain()));
        continue;
      }
      if (begun == null) {
        begun = ByteBuffer.allocate(block.length());
        open = begun;
      }
      int part = Math.min(begun.remaining(), bytes.remaining());
      begun.put(bytes.slice(bytes.position(), part));
      bytes.position(bytes.position() + part);
      if (!begun.hasRemaining()) {
        open = null;
        landed.add(new Landed(blocks.remove(), begun.flip(), Lease.unpooled(begun)));
      }
    }
  }

  /// Whether the range has come to its end.
  boolean rangeDone() {
    return partLeft == 0;
  }

  /// Bytes of files that are still to come.
  long left() {
    long left = partLeft;
    for (Part part : parts) {
      left += part.url == null ? 0 : part.length;
    }
    return left;
  }

  /// The blocks that have not come whole.
  List<Block> missing() {
    return new ArrayList<>(blocks);
  }
}
