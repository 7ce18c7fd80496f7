package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// A new torrent whose files have their place in the piece space, and whose pieces are still to be
/// hashed. Immutable.
public final class TorrentPlan {
  private final TorrentDraft draft;
  private final Layout layout;

  private TorrentPlan(TorrentDraft draft, Layout layout) {
    this.draft = draft;
    this.layout = layout;
  }

  static TorrentPlan of(TorrentDraft draft) throws MetainfoException {
    checkName(draft.name());
    long content = 0;
    for (DraftFile file : draft.files()) {
      content = Math.min(Long.MAX_VALUE / 2, content + Math.min(Long.MAX_VALUE / 2, file.length()));
    }
    int pieceLength = pieceLength(draft.pieceLength(), content);
    Layout.Builder out = new Layout.Builder(pieceLength, new byte[0]);
    boolean aligned = draft.version().hasV2() && !(draft.singleFile() && draft.version().hasV1());
    for (DraftFile file : sorted(draft)) {
      out.add(listed(file));
      if (aligned) {
        out.align(draft.version().hasV1());
      }
    }
    return new TorrentPlan(draft, out.build());
  }

  /// What the plan is of.
  public TorrentDraft draft() {
    return draft;
  }

  /// The piece space, padding included.
  public Geometry geometry() {
    return layout.geometry();
  }

  /// All files in piece-space order, padding included; none has a root yet.
  public List<FileEntry> files() {
    return layout.files();
  }

  /// The parts of files that the piece is made of, in order, padding included. What [#sums] wants
  /// as v1 hash is over all of them, with zeros for padding; as v2 hash over those of files.
  public List<FileSlice> slices(int piece) {
    long offset = geometry().offset(piece);
    return layout.slices(offset, offset + geometry().pieceSize(piece));
  }

  /// Bytes of the piece, from its beginning, that the v2 hash is over.
  public int v2Length(int piece) {
    return layout.place(piece).dataLength();
  }

  /// Leaves of the piece's hash tree, a power of two: what [HashTree#pieceRoot] is to be told.
  public int v2Width(int piece) {
    return layout.place(piece).leafWidth();
  }

  /// An empty form for the hashes of all pieces.
  public PieceSums sums() {
    return new PieceSums(geometry(), draft.version());
  }

  /// The metainfo, once every piece has its hashes.
  ///
  /// @throws IllegalStateException if a piece has not
  public Metainfo seal(PieceSums sums) {
    try {
      Info info = Info.of(new InfoWriter(draft, geometry(), files(), sums).toBytes());
      return new Metainfo(
          info,
          layers(info, sums.v2()),
          draft.trackers(),
          draft.webSeeds(),
          List.of(),
          draft.comment(),
          draft.createdBy(),
          draft.creationSeconds());
    } catch (MetainfoException ourFault) {
      throw new IllegalStateException(ourFault);
    }
  }

  private static PieceLayers layers(Info info, byte[] sums) {
    PieceLayers layers = PieceLayers.NONE;
    int pieceLength = info.geometry().pieceLength();
    for (FileEntry file : info.layeredFiles()) {
      int from = info.geometry().pieceAt(file.offset()) * Hash.SHA256_LENGTH;
      int length = file.pieceCount(pieceLength) * Hash.SHA256_LENGTH;
      byte[] layer = Arrays.copyOfRange(sums, from, from + length);
      PieceLayers more = layers.with(file, pieceLength, layer);
      if (more == null) {
        throw new IllegalStateException("a layer that does not fit " + file.path());
      }
      layers = more;
    }
    return layers;
  }

  private static ListedFile listed(DraftFile file) {
    return new ListedFile(
        file.path(),
        file.length(),
        false,
        file.executable(),
        file.hidden(),
        file.symlink(),
        ListedFile.NO_ROOT);
  }

  private static int pieceLength(int wanted, long content) throws MetainfoException {
    int length = wanted == 0 ? TorrentDraft.choosePieceLength(content) : wanted;
    if (length < TorrentDraft.MIN_PIECE_LENGTH
        || length > Geometry.MAX_PIECE_LENGTH
        || Integer.bitCount(length) != 1) {
      throw new MetainfoException(
          "pieces of " + length + " bytes; a power of two from 16 KiB to 512 MiB is needed");
    }
    return length;
  }

  private static List<DraftFile> sorted(TorrentDraft draft) throws MetainfoException {
    List<DraftFile> files = new ArrayList<>(draft.files());
    files.sort(Comparator.comparing(DraftFile::path, PathOrder.INSTANCE));
    List<String> last = List.of();
    for (DraftFile file : files) {
      List<String> path = file.path();
      if (path.isEmpty() || path.size() > Info.MAX_PATH_DEPTH) {
        throw new MetainfoException("a path of " + path.size() + " elements");
      }
      for (String element : path) {
        checkName(element);
      }
      if (!last.isEmpty()
          && path.size() >= last.size()
          && path.subList(0, last.size()).equals(last)) {
        throw new MetainfoException(String.join("/", last) + " is there twice");
      }
      last = path;
    }
    boolean looksSingle = files.size() == 1 && last.equals(List.of(draft.name()));
    if (draft.singleFile() && !looksSingle) {
      throw new MetainfoException("a single file whose path is not its name");
    }
    if (!draft.singleFile() && looksSingle && draft.version().hasV2()) {
      throw new MetainfoException(
          "a folder of one file of the folder's name, which v2 cannot tell from the file");
    }
    return files;
  }

  private static void checkName(String name) throws MetainfoException {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0
        || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new MetainfoException("\"" + name + "\" cannot be the name of a file in a torrent");
    }
  }
}
