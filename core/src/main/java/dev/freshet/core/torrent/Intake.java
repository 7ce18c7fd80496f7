package dev.freshet.core.torrent;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.piece.Arrival;
import dev.freshet.core.piece.PiecePicker;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of the blocks that come, whoever sent them: they are handed to the disk, whole
/// pieces are checked, and of what was bad it is found out who sent it. Who sends is a key, as in
/// the [PiecePicker].
final class Intake {
  private final int torrent;
  private final Contents contents;
  private final WriteShare writes;
  private final Traffic traffic;
  private final Suspicion suspicion = new Suspicion();
  private final PendingChecks checks = new PendingChecks();
  private @Nullable PiecePicker picker;

  Intake(int torrent, Contents contents, WriteBudget writes, Traffic traffic) {
    this.torrent = torrent;
    this.contents = contents;
    this.writes = new WriteShare(writes);
    this.traffic = traffic;
  }

  /// It is known what we have, and the account of what is under way is this.
  void begin(PiecePicker account) {
    picker = account;
  }

  /// What we have is to be found out anew.
  void stop() {
    picker = null;
    suspicion.restarted();
  }

  /// We leave.
  void leave() {
    writes.leave();
  }

  // Blocks.

  /// A block came, which `owner` holds; it has the right size. What it is worth.
  Arrival arrived(int from, int piece, int begin, ByteBuffer bytes, Lease owner, Outbox out) {
    int length = bytes.remaining();
    PiecePicker account = picker;
    Arrival worth =
        account == null ? new Arrival.Unrequested() : account.arrived(from, piece, begin);
    switch (worth) {
      case Arrival.Fresh(boolean done, List<Integer> _) -> {
        writes.add(length);
        out.add(new DiskEffect.Write(torrent, piece, begin, bytes, owner.retain()));
        if (done) {
          checks.asked(piece);
          contents.verify(piece, suspicion.wantsLeaves(piece), out);
        }
      }
      case Arrival.Duplicate(), Arrival.Unrequested() -> traffic.wasted(length);
    }
    return worth;
  }

  /// So many bytes were written.
  void written(int bytes) {
    writes.done(bytes);
  }

  /// A write failed.
  void unwritten(int piece, int bytes) {
    writes.done(bytes);
    checks.outdate(piece);
    unverified(piece);
  }

  /// Whether so much waits for the disk that nothing more should be read.
  boolean full() {
    return writes.full();
  }

  /// Whether so much has been written that reading may go on.
  boolean roomy() {
    return writes.roomy();
  }

  // Pieces.

  PendingChecks checks() {
    return checks;
  }

  /// Whether a piece that this sender gave some of waits for its check.
  boolean awaitsCheck(int key) {
    for (int piece : checks.pieces()) {
      for (int sender : picker == null ? new int[0] : picker.senders(piece)) {
        if (sender == key) {
          return true;
        }
      }
    }
    return false;
  }

  /// A piece could not be hashed.
  void unverified(int piece) {
    suspicion.restarted(piece);
    again(piece);
  }

  private void again(int piece) {
    if (picker != null) {
      picker.failed(piece);
    }
  }

  /// A piece that we had, or may have had, is gone.
  void missing(int piece) {
    if (picker != null && contents.wanted().pieces().get(piece)) {
      picker.lost(piece);
    }
  }

  /// A piece fits its hash. The keys of those who are now known to have sent bad bytes for it.
  List<Integer> completed(int piece, byte @Nullable [] leaves) {
    if (picker != null) {
      picker.verified(piece);
    }
    return suspicion.passed(piece, leaves);
  }

  /// A piece does not fit its hash; `hashes` tells whether the true hashes of its blocks will be
  /// asked for. The keys of those who are known to have sent bad bytes.
  List<Integer> spoilt(long now, int piece, byte @Nullable [] leaves, boolean hashes) {
    if (picker == null) {
      return List.of();
    }
    traffic.corrupt(contents.geometry().pieceSize(piece));
    return judge(suspicion.failed(now, piece, picker.senders(piece), leaves, hashes));
  }

  /// The true hashes of a failed piece's blocks are known. The keys of those who sent others.
  List<Integer> blocksKnown(int piece, byte[] leaves) {
    return judge(suspicion.told(piece, leaves));
  }

  /// Failed pieces have waited for the true hashes for too long. The keys of the guilty.
  List<Integer> overdue(long now) {
    List<Integer> liars = new ArrayList<>();
    for (Suspicion.Judgement judgement : suspicion.overdue(now)) {
      liars.addAll(judge(judgement));
    }
    return liars;
  }

  /// Whether this one may have sent bad bytes.
  boolean suspects(int key) {
    return suspicion.suspects(key);
  }

  private List<Integer> judge(Suspicion.@Nullable Judgement judgement) {
    if (judgement == null) {
      return List.of();
    }
    BitSet bad = judgement.bad();
    if (bad == null) {
      again(judgement.piece());
    } else if (picker != null && !bad.isEmpty()) {
      picker.failed(judgement.piece(), bad);
    }
    return judgement.liars();
  }
}
