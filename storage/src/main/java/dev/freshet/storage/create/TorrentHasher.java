package dev.freshet.storage.create;

import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.FileSlice;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.storage.create.SourceTree.SourceFile;
import dev.freshet.storage.hash.PieceDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Hashes the files of a planned torrent, each byte read once whatever the version, on several
/// threads, each of which holds one buffer and one open file.
public final class TorrentHasher {
  private static final int CHUNK = 256 << 10;

  private final SourceTree tree;
  private final TorrentPlan plan;
  private final Progress progress;
  private final PlannedHashes hashes;
  private final List<@Nullable SourceFile> sources;

  private TorrentHasher(SourceTree tree, TorrentPlan plan, Progress progress) {
    this.tree = tree;
    this.plan = plan;
    this.progress = progress;
    this.hashes = new PlannedHashes(plan);
    this.sources = sources(tree, plan);
  }

  /// Makes the metainfo of a plan whose files are those of `tree`. Blocks until all is hashed.
  ///
  /// @param threads how many hash at once, 1 or more
  /// @throws CreateException if a file cannot be read, or changed since it was found
  /// @throws CancellationException if `progress` said to stop
  /// @throws InterruptedException if the calling thread was interrupted; nothing goes on then
  public static Metainfo hash(SourceTree tree, TorrentPlan plan, int threads, Progress progress)
      throws CreateException, InterruptedException {
    return new TorrentHasher(tree, plan, progress).run(threads);
  }

  private static List<@Nullable SourceFile> sources(SourceTree tree, TorrentPlan plan) {
    Map<List<String>, SourceFile> byPath = new HashMap<>();
    tree.files().forEach(file -> byPath.put(file.path(), file));
    List<@Nullable SourceFile> sources = new ArrayList<>(plan.files().size());
    for (FileEntry file : plan.files()) {
      SourceFile source = file.padding() ? null : byPath.get(file.path());
      if (source == null && !file.padding()) {
        throw new IllegalArgumentException("the plan has a file that is not there: " + file.path());
      }
      sources.add(source);
    }
    return sources;
  }

  private Metainfo run(int threads) throws CreateException, InterruptedException {
    new HashingCrew<CreateException>(plan.geometry().pieceCount(), tree.length(), progress)
        .run(threads, CreateException.class, Reader::new);
    checkUnchanged();
    return hashes.seal();
  }

  private int hash(int piece, Reader reader) throws CreateException {
    PieceDigest digest = hashes.begin(piece);
    int begin = 0;
    int content = 0;
    for (FileSlice slice : plan.slices(piece)) {
      SourceFile source = sources.get(slice.file());
      reader.digest(source, slice, begin, digest);
      begin += slice.length();
      content += source == null ? 0 : slice.length();
    }
    hashes.end(piece, digest);
    return content;
  }

  private void checkUnchanged() throws CreateException {
    for (SourceFile file : tree.files()) {
      try {
        BasicFileAttributes now = Files.readAttributes(file.location(), BasicFileAttributes.class);
        if (now.size() != file.length()
            || now.lastModifiedTime().toMillis() != file.modifiedMillis()) {
          throw changed(file.location());
        }
      } catch (IOException e) {
        throw SourceTree.unreadable(file.location(), e);
      }
    }
  }

  private static CreateException changed(Path file) {
    return new CreateException(file + " was changed while it was read");
  }

  /// One thread's buffer and open file.
  private final class Reader implements HashingCrew.Member<CreateException> {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    private @Nullable SourceFile current;
    private @Nullable FileChannel channel;

    @Override
    public int hash(int piece) throws CreateException {
      return TorrentHasher.this.hash(piece, this);
    }

    /// Hashes one part of a file, or of padding if `source` is null.
    void digest(@Nullable SourceFile source, FileSlice slice, int begin, PieceDigest digest)
        throws CreateException {
      for (int at = 0; at < slice.length(); at += buffer.limit()) {
        buffer.clear().limit(Math.min(CHUNK, slice.length() - at));
        if (source == null) {
          while (buffer.hasRemaining()) {
            buffer.put((byte) 0);
          }
        } else {
          fill(source, slice.begin() + at);
        }
        digest.take(begin + at, buffer.flip());
      }
    }

    private void fill(SourceFile source, long position) throws CreateException {
      try {
        FileChannel open = open(source);
        while (buffer.hasRemaining()) {
          if (open.read(buffer, position + buffer.position()) < 0) {
            throw changed(source.location());
          }
        }
      } catch (IOException e) {
        throw SourceTree.unreadable(source.location(), e);
      }
    }

    private FileChannel open(SourceFile source) throws IOException {
      if (channel != null && source.equals(current)) {
        return channel;
      }
      close();
      FileChannel opened = FileChannel.open(source.location(), StandardOpenOption.READ);
      channel = opened;
      current = source;
      return opened;
    }

    @Override
    public void close() {
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException onlyRead) {
        // nothing can be lost
      }
      channel = null;
      current = null;
    }
  }
}
