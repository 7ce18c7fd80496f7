package dev.freshet.core.torrent;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.api.FileSelection;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.PieceHash;
import dev.freshet.protocol.metainfo.PieceLayers;
import org.jspecify.annotations.Nullable;

/// What the torrent is and which of its pieces we have: opening, checking what lies on disk, making
/// progress durable, waiting when the disk says no. Its invariant: a piece is in [#have] only after
/// its hash fitted the bytes on disk, or the journal or the caller vouched for it.
final class Contents {
  private static final long SECOND = 1_000_000_000L;
  private static final long COMMIT_NANOS = SECOND;
  private static final long RETRY_NANOS = 5 * SECOND;
  private static final int MAX_CHECKS = 16;

  /// Where the files stand.
  sealed interface State {
    /// Not asked for. Leaves to [Opening].
    record Shut() implements State {}

    /// Asked for. Leaves to [Checking], or to [Waiting] if the disk says no.
    record Opening() implements State {}

    /// The disk said no; asked again at `retryAt`: to open the files, or if they are `open`, to
    /// forget what is known of them. Leaves to [Opening].
    record Waiting(long retryAt, boolean open) implements State {}

    /// Pieces of unknown worth are being hashed. Leaves to [Ready].
    record Checking() implements State {}

    /// Everything on disk is known. Leaves to [Checking] on request.
    record Ready() implements State {}
  }

  private final int torrent;
  private final Info info;
  private final String directory;
  private final boolean allocate;
  private final boolean readOnly;
  private final FileSelection files;
  private final Doubts doubts = new Doubts();
  private final Geometry geometry;
  private final Bitfield have;
  private final Wanted wanted;
  private PieceLayers layers;
  private State state = new State.Shut();
  private Bitfield unknown;
  private int nextCheck;
  private int checking;
  private long verified;
  private boolean trusted;
  private boolean forget;
  private boolean dirty;
  private boolean committing;
  private long commitAt;
  private @Nullable DiskProblem trouble;
  private String troubleMessage = "";
  private long troubleUntil;

  Contents(int torrent, Info info, PieceLayers layers, TorrentOptions options) {
    this.torrent = torrent;
    this.info = info;
    this.layers = layers;
    this.directory = options.directory();
    this.allocate = options.allocate();
    this.readOnly = options.readOnly();
    this.trusted = options.trusted();
    this.geometry = info.geometry();
    this.have = new Bitfield(geometry.pieceCount());
    this.files = options.files();
    this.wanted = new Wanted(info, files);
    this.unknown = new Bitfield(geometry.pieceCount());
  }

  // What arrives.

  /// Asks for the files.
  void open(Outbox out) {
    state = new State.Opening();
    out.add(new DiskEffect.Open(torrent, info, directory, allocate, readOnly, files));
  }

  /// Whether what is missing is to be fetched: there must be somewhere to write it.
  boolean fetches() {
    return !readOnly;
  }

  /// The files are there.
  void opened(Bitfield known, Bitfield toCheck, Outbox out) {
    doubts.clear();
    if (forget) {
      forget(out);
      return;
    }
    have.clearAll();
    verified = 0;
    wanted.reset();
    takeAll(known);
    unknown = toCheck;
    if (trusted) {
      takeAll(toCheck);
      unknown = new Bitfield(geometry.pieceCount());
      dirty = !toCheck.isEmpty();
    }
    nextCheck = 0;
    checking = 0;
    state = new State.Checking();
  }

  /// A piece was hashed in a check. True if it had been waited for.
  boolean checked(int piece, boolean ok) {
    if (!(state instanceof State.Checking) || !unknown.clear(piece)) {
      return false;
    }
    checking--;
    if (ok) {
      take(piece);
    }
    dirty = true;
    return true;
  }

  /// A downloaded piece fitted its hash.
  void completed(int piece) {
    take(piece);
    dirty = true;
  }

  /// A piece can no longer be trusted: the disk failed with it, so that it will be hashed again.
  /// True if that is news.
  boolean lost(long now, int piece) {
    if (!have.clear(piece)) {
      return false;
    }
    verified -= info.contentSize(piece);
    wanted.lost(piece);
    doubts.raise(now, piece);
    return true;
  }

  /// The pieces with which the disk has failed, and which are to be hashed again.
  Doubts doubts() {
    return doubts;
  }

  private void take(int piece) {
    if (have.set(piece)) {
      verified += info.contentSize(piece);
      wanted.gained(piece);
    }
  }

  private void takeAll(Bitfield pieces) {
    for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
      take(piece);
    }
  }

  /// A commit is done.
  void committed() {
    committing = false;
  }

  /// A commit failed: what storage took back is tried again with the next.
  void uncommitted() {
    committing = false;
    dirty = true;
  }

  /// The disk said no to opening.
  void openFailed(long now) {
    state = new State.Waiting(now + RETRY_NANOS, false);
  }

  /// The disk said no to a check from the beginning; the files stay open.
  void forgetFailed(long now) {
    state = new State.Waiting(now + RETRY_NANOS, true);
  }

  /// The disk said no to something. True if that is news.
  boolean trouble(long now, DiskProblem problem, String message) {
    boolean news = trouble != problem;
    trouble = problem;
    troubleMessage = message;
    troubleUntil = now + RETRY_NANOS;
    return news;
  }

  /// A write or a commit went well. True if that is news.
  boolean recovered() {
    boolean news = trouble != null;
    trouble = null;
    troubleMessage = "";
    return news;
  }

  /// Forgets all and checks again, what the caller vouched for too; as soon as the files are open.
  void recheck(Outbox out) {
    trusted = false;
    if (state instanceof State.Checking || state instanceof State.Ready) {
      forget(out);
    } else {
      forget = true;
    }
  }

  private void forget(Outbox out) {
    forget = false;
    state = new State.Opening();
    out.add(new DiskEffect.Forget(torrent));
  }

  /// The piece layers known have grown.
  void layers(PieceLayers more) {
    layers = more;
  }

  // Time.

  /// Goes on with what is to be done: opening again, checking, committing.
  void advance(long now, Outbox out) {
    switch (state) {
      case State.Waiting(long retryAt, boolean open) when now - retryAt >= 0 -> {
        if (open) {
          forget(out);
        } else {
          open(out);
        }
      }
      case State.Checking() -> check(out);
      case State.Ready() -> checkDoubts(now, out);
      case State.Shut(), State.Opening(), State.Waiting _ -> {}
    }
    if (dirty && !committing && (complete() || now - commitAt >= 0) && !inTrouble(now)) {
      dirty = false;
      committing = true;
      commitAt = now + COMMIT_NANOS;
      out.add(new DiskEffect.Commit(torrent));
    }
  }

  private void checkDoubts(long now, Outbox out) {
    for (int piece : doubts.due(now)) {
      verify(piece, false, out);
    }
  }

  /// When to call [#advance] again if nothing comes.
  long deadline(long now) {
    long next = Long.MAX_VALUE;
    if (state instanceof State.Waiting(long retryAt, boolean _)) {
      next = retryAt;
    }
    if (state instanceof State.Ready) {
      next = doubts.deadline(now);
    }
    if (dirty && !committing) {
      long commit = trouble == null ? 0 : Math.max(0, troubleUntil - now);
      next = Math.min(next, now + Math.max(commit, complete() ? 0 : commitAt - now));
    }
    return next;
  }

  private void check(Outbox out) {
    while (checking < MAX_CHECKS) {
      int piece = unknown.nextSet(nextCheck);
      if (piece < 0) {
        break;
      }
      nextCheck = piece + 1;
      checking++;
      verify(piece, false, out);
    }
    if (checking == 0 && unknown.isEmpty()) {
      state = new State.Ready();
    }
  }

  /// Has a piece hashed; with `leaves` its blocks too.
  void verify(int piece, boolean leaves, Outbox out) {
    PieceHash expected = hash(piece);
    if (expected == null) {
      throw new IllegalStateException("the hash of piece " + piece + " is not known yet");
    }
    out.add(new DiskEffect.Verify(torrent, piece, expected, leaves));
  }

  // What is asked.

  /// What the piece must hash to; null while that is not known.
  @Nullable PieceHash hash(int piece) {
    return info.pieceHash(piece, layers);
  }

  /// How many blocks of this piece are to be fetched: those that hold nothing but padding are not.
  int blocks(int piece) {
    return padded()
        ? (info.contentSize(piece) - 1) / Geometry.BLOCK + 1
        : geometry.blockCount(piece);
  }

  /// How many bytes to ask for as this block. In a v2-only torrent a request ends where the file
  /// ends; in a hybrid one the padding behind it is part of the piece for those who speak v1 alone.
  int blockSize(int piece, int block) {
    int size = geometry.blockSize(piece, block);
    return info.hashes().v1() == null
        ? Math.min(size, info.contentSize(piece) - geometry.blockBegin(block))
        : size;
  }

  /// Whether these bytes are one block as we ask for them.
  boolean isBlock(int piece, int begin, int length) {
    return begin % Geometry.BLOCK == 0
        && begin / Geometry.BLOCK < blocks(piece)
        && length == blockSize(piece, begin / Geometry.BLOCK);
  }

  private boolean padded() {
    return info.hashes().v2() != null;
  }

  Info info() {
    return info;
  }

  PieceLayers layers() {
    return layers;
  }

  Geometry geometry() {
    return geometry;
  }

  Bitfield have() {
    return have;
  }

  State state() {
    return state;
  }

  boolean ready() {
    return state instanceof State.Ready;
  }

  /// Pieces that wait to be checked.
  int toCheck() {
    return unknown.cardinality();
  }

  /// Whether the disk said no so lately that it should not be asked again yet.
  boolean inTrouble(long now) {
    return trouble != null && now - troubleUntil < 0;
  }

  /// What the disk said last; empty if all is well.
  String troubleMessage() {
    return troubleMessage;
  }

  /// Whether every wanted piece is here. Where some are not wanted we are a partial seed then (BEP
  /// 21).
  boolean complete() {
    return wanted.complete();
  }

  /// Whether all of it is durable too, as far as it is for us to make it so.
  boolean durable() {
    return readOnly || (!dirty && !committing);
  }

  /// What is to be here in the end.
  Wanted wanted() {
    return wanted;
  }

  /// Bytes of files in the pieces that we lack, wanted or not.
  long left() {
    return info.contentLength() - verified;
  }
}
