package dev.freshet.engine;

import dev.freshet.core.api.FileSelection;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.PieceHash;
import dev.freshet.storage.Storage;
import dev.freshet.storage.create.HashingCrew;
import dev.freshet.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/// Hashes all data of a torrent that is on disk and says what does not fit, whatever a journal may
/// say of it. It goes the same way through [Storage] as the check of a running torrent.
public final class DataCheck {
  private static final int TORRENT = 0;

  private final Metainfo metainfo;
  private final FileSelection files;
  private final Bitfield wanted;
  private final Storage storage;
  private final TorrentMaker.Progress progress;
  private final Bitfield unknown;
  private final boolean[] good;

  /// What was found.
  ///
  /// @param size bytes of all files that were looked at
  /// @param verifiedBytes bytes of them in pieces that fit
  /// @param damaged those that lie, in part or whole, in pieces that do not fit
  public record Finding(long size, long verifiedBytes, List<Damage> damaged) {
    public Finding {
      damaged = List.copyOf(damaged);
    }
  }

  /// A file that is not as it should be.
  ///
  /// @param badPieces how many of the `pieces` that it lies in do not fit
  public record Damage(FileEntry file, int badPieces, int pieces) {}

  private DataCheck(
      Metainfo metainfo,
      FileSelection files,
      Storage storage,
      Bitfield unknown,
      TorrentMaker.Progress progress) {
    this.metainfo = metainfo;
    this.files = files;
    this.wanted = files.pieces(metainfo.info());
    this.storage = storage;
    this.unknown = unknown;
    this.progress = progress;
    this.good = new boolean[metainfo.info().geometry().pieceCount()];
  }

  /// Checks what lies below `directory`. Blocks until all is hashed.
  ///
  /// @param files which files are looked at; those that are not may lack
  /// @param threads how many hash at once, 1 or more
  /// @throws IOException in one sentence for people, if the data cannot be read
  /// @throws CancellationException if `progress` said to stop
  public static Finding run(
      Metainfo metainfo,
      Path directory,
      FileSelection files,
      int threads,
      TorrentMaker.Progress progress)
      throws IOException, InterruptedException {
    // a journal of its own, empty: nothing is taken on trust
    Path state = Files.createTempDirectory("freshet-check");
    try (Storage storage = new Storage(new RealDisk(), state)) {
      DiskInput opened =
          answer(
              storage,
              new DiskEffect.Open(
                  TORRENT, metainfo.info(), directory.toString(), false, true, FileSelection.ALL));
      if (!(opened instanceof DiskInput.Opened(_, _, Bitfield unknown))) {
        throw new IllegalStateException("storage answers " + opened);
      }
      return new DataCheck(metainfo, files, storage, unknown, progress).run(threads);
    } finally {
      delete(state);
    }
  }

  private static DiskInput answer(Storage storage, DiskEffect effect) throws IOException {
    DiskInput answer = storage.perform(effect).getFirst();
    if (answer instanceof DiskInput.Failed failed) {
      throw new IOException(failed.message());
    }
    return answer;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private Finding run(int threads) throws IOException, InterruptedException {
    new HashingCrew<IOException>(good.length, metainfo.info().contentSize(wanted), progress::hashed)
        .run(threads, IOException.class, () -> this::check);
    return finding();
  }

  private int check(int piece) throws IOException {
    if (!wanted.get(piece)) {
      return 0;
    }
    good[piece] = unknown.get(piece) && fits(piece);
    return metainfo.info().contentSize(piece);
  }

  private boolean fits(int piece) throws IOException {
    PieceHash expected = metainfo.info().pieceHash(piece, metainfo.layers());
    if (expected == null) {
      throw new IOException("the metainfo lacks the hash of piece " + piece);
    }
    DiskInput answer = answer(storage, new DiskEffect.Verify(TORRENT, piece, expected, false));
    return answer instanceof DiskInput.Verified verified && verified.ok();
  }

  private Finding finding() {
    long size = 0;
    long verified = 0;
    List<Damage> damaged = new ArrayList<>();
    for (int place : files.files(metainfo.info()).stream().toArray()) {
      FileEntry file = metainfo.info().files().get(place);
      size += file.length();
      verified += file.length() > 0 ? fit(file, damaged) : 0;
    }
    return new Finding(size, verified, damaged);
  }

  /// How many bytes of a file fit; adds it to `damaged` if others do not.
  private long fit(FileEntry file, List<Damage> damaged) {
    Geometry geometry = metainfo.info().geometry();
    long end = file.offset() + file.length();
    int first = geometry.pieceAt(file.offset());
    int last = geometry.pieceAt(end - 1);
    int bad = 0;
    long fit = 0;
    for (int piece = first; piece <= last; piece++) {
      if (good[piece]) {
        long pieceEnd = geometry.offset(piece, geometry.pieceSize(piece));
        fit += Math.min(end, pieceEnd) - Math.max(file.offset(), geometry.offset(piece));
      } else {
        bad++;
      }
    }
    if (bad > 0) {
      damaged.add(new Damage(file, bad, last - first + 1));
    }
    return fit;
  }
}
