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
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
  /// @param damaged those that lie, in part or whole, in pieces that do not fit, and those that are
  ///   not there or too long though no piece of theirs is wrong
  public record Finding(long size, long verifiedBytes, List<Damage> damaged) {
    public Finding {
      damaged = List.copyOf(damaged);
    }
  }

  /// A file that is not as it should be.
  ///
  /// @param badPieces how many of the `pieces` that it lies in do not fit
  /// @param found how many bytes long it is; -1 if it is not there
  public record Damage(FileEntry file, int badPieces, int pieces, long found) {}

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
    Path state = room();
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

  private static Path room() throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return Files.createTempDirectory("freshet-check");
    } catch (IOException e) {
      throw new IOException(
          "no folder can be made in "
              + System.getProperty("java.io.tmpdir")
              + " to keep the state of the check",
          e);
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

  private Finding finding() throws IOException {
    Map<Integer, Long> misfits = misfits();
    long size = 0;
    long verified = 0;
    List<Damage> damaged = new ArrayList<>();
    for (int place : files.files(metainfo.info()).stream().toArray()) {
      FileEntry file = metainfo.info().files().get(place);
      size += file.length();
      verified += fit(file, misfits.getOrDefault(place, file.length()), damaged);
    }
    return new Finding(size, verified, damaged);
  }

  private Map<Integer, Long> misfits() throws IOException {
    try {
      return storage.misfits(TORRENT);
    } catch (DiskException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// How many bytes of a file fit; adds it to `damaged` if it is not as it should be.
  private long fit(FileEntry file, long found, List<Damage> damaged) {
    Geometry geometry = metainfo.info().geometry();
    long end = file.offset() + file.length();
    int pieces = 0;
    int bad = 0;
    long fit = 0;
    for (long offset = file.offset(); offset < end; pieces++) {
      int piece = geometry.pieceAt(offset);
      long pieceEnd = Math.min(end, geometry.offset(piece, geometry.pieceSize(piece)));
      if (good[piece]) {
        fit += pieceEnd - offset;
      } else {
        bad++;
      }
      offset = pieceEnd;
    }
    if (bad > 0 || found != file.length()) {
      damaged.add(new Damage(file, bad, pieces, found));
    }
    return fit;
  }
}
