package dev.freshet.core.torrent;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.table.IntTable;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.HashRange;
import dev.freshet.protocol.metainfo.HashTree;
import dev.freshet.protocol.metainfo.PieceHash;
import dev.freshet.protocol.metainfo.PieceLayers;
import dev.freshet.protocol.metainfo.TreeSpan;
import dev.freshet.protocol.wire.Handshake;
import dev.freshet.protocol.wire.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Hashes of v2 trees between peers (BEP 52): fetches the piece layers that a magnet link does not
/// bring and the block hashes of a piece that failed, and serves both to others.
///
/// *Theory of operation.* Every range asked for is proven by its uncles against a hash that we
/// trust already (the file's root, or the piece's hash), so an answer is right or is not taken. A
/// peer that does not know, or does not answer in time, is not asked again for a while. Block
/// hashes are served by reading the piece from disk, within a [HashBudget].
final class HashExchange {
  private static final long TIMEOUT_NANOS = 10_000_000_000L;
  private static final long QUIET_NANOS = 20_000_000_000L;
  private static final int MAX_PER_PEER = 4;
  private static final int MAX_SERVING = 32;

  /// What the answer to a range is for.
  private sealed interface Purpose {
    /// Part of the piece layer of this file.
    record Layer(FileEntry file) implements Purpose {}

    /// The block hashes of this piece, which failed.
    record Blocks(int piece) implements Purpose {}
  }

  private record Want(Hash root, HashRange range, Purpose purpose) {}

  private record Asked(Want want, long at) {}

  private record Serving(int conn, Message.HashRequest request) {}

  /// The true hashes of a failed piece's blocks, 32 bytes each.
  record Blocks(int piece, byte[] leaves) {}

  private final int torrent;
  private final Contents contents;
  private final ArrayDeque<Want> wants = new ArrayDeque<>();
  private final Map<Integer, List<Asked>> asked = new LinkedHashMap<>();
  private final Map<Integer, Long> quietUntil = new LinkedHashMap<>();

  /// How often each has not answered: who has not comes after those who have, or a few that never
  /// answer would be asked in turn for ever.
  private final Map<Integer, Integer> failures = new LinkedHashMap<>();

  private final Map<Hash, byte[]> drafts = new TreeMap<>();
  private final Map<Hash, Integer> missing = new TreeMap<>();
  private final Map<Integer, List<Serving>> serving = new LinkedHashMap<>();
  private final List<Blocks> found = new ArrayList<>();
  private final HashBudget budget;
  private final LayerProofs proofs;

  HashExchange(int torrent, Contents contents, HashBudget budget) {
    this.torrent = torrent;
    this.contents = contents;
    this.budget = budget;
    this.proofs = new LayerProofs(budget);
    for (FileEntry file : contents.info().layeredFiles()) {
      Hash root = file.piecesRoot();
      if (contents.info().hashes().v1() == null
          && root != null
          && contents.layers().layer(root) == null
          && !drafts.containsKey(root)) {
        want(file, root);
      }
    }
  }

  private void want(FileEntry file, Hash root) {
    int pieceLength = contents.geometry().pieceLength();
    int pieces = (int) ((file.length() - 1) / pieceLength) + 1;
    drafts.put(root, new byte[pieces * Hash.SHA256_LENGTH]);
    List<HashRange> ranges = HashRange.ofPieceLayer(file.length(), pieceLength);
    missing.put(root, ranges.size());
    for (HashRange range : ranges) {
      wants.add(new Want(root, range, new Purpose.Layer(file)));
    }
  }

  /// Whether every piece can be checked.
  boolean complete() {
    return missing.isEmpty();
  }

  /// A piece failed: its block hashes would tell which blocks are bad. False if the torrent has
  /// none.
  boolean wantBlocks(int piece) {
    TreeSpan span = contents.info().treeSpan(piece);
    if (span == null || span.leafWidth() < 2 || span.leafWidth() > HashRange.MAX_LENGTH) {
      return false;
    }
    int width = span.leafWidth();
    wants.addFirst(
        new Want(
            span.root(),
            new HashRange(0, span.indexInFile() * width, width, 0),
            new Purpose.Blocks(piece)));
    return true;
  }

  /// The true block hashes that have come since the last time.
  List<Blocks> takeFound() {
    List<Blocks> all = List.copyOf(found);
    found.clear();
    return all;
  }

  // What arrives.

  /// Hashes came. The reason to end the conversation if they are wrong.
  Subject.@Nullable Ending arrived(long now, PeerSession session, Message.Hashes answer) {
    Want want =
        answered(
            session.conn(),
            answer.piecesRoot(),
            new HashRange(
                answer.baseLayer(), answer.index(), answer.length(), answer.proofLayers()));
    if (want == null) {
      return null;
    }
    boolean right =
        switch (want.purpose) {
          case Purpose.Layer(FileEntry file) -> layer(want, file, answer.hashes());
          case Purpose.Blocks(int piece) -> blocks(piece, answer.hashes());
        };
    if (!right) {
      wants.addFirst(want);
      quietUntil.put(session.conn(), now + QUIET_NANOS);
      return new Subject.Ending(session, "sent hashes that do not fit the info-hash", true);
    }
    return null;
  }

  /// The peer will not serve that.
  void rejected(long now, PeerSession session, Message.HashReject answer) {
    Want want =
        answered(
            session.conn(),
            answer.piecesRoot(),
            new HashRange(
                answer.baseLayer(), answer.index(), answer.length(), answer.proofLayers()));
    if (want != null) {
      quietUntil.put(session.conn(), now + QUIET_NANOS);
      again(want);
    }
  }

  /// The peer is gone.
  void gone(int conn) {
    budget.gone(conn);
    quietUntil.remove(conn);
    failures.remove(conn);
    List<Asked> open = asked.remove(conn);
    if (open != null) {
      open.forEach(ask -> again(ask.want));
    }
    serving.values().forEach(list -> list.removeIf(one -> one.conn == conn));
  }

  private boolean layer(Want want, FileEntry file, List<Hash> hashes) {
    byte[] draft = drafts.get(want.root);
    if (draft == null) {
      return true;
    }
    if (!want.range.proves(want.root, file.length(), hashes)) {
      return false;
    }
    int at = want.range.index() * Hash.SHA256_LENGTH;
    for (int i = 0; i < want.range.length() && at < draft.length; i++) {
      System.arraycopy(hashes.get(i).bytes(), 0, draft, at, Hash.SHA256_LENGTH);
      at += Hash.SHA256_LENGTH;
    }
    if (missing.merge(want.root, -1, Integer::sum) == 0) {
      missing.remove(want.root);
      drafts.remove(want.root);
      PieceLayers more = contents.layers().with(file, contents.geometry().pieceLength(), draft);
      if (more == null) {
        throw new IllegalStateException("a proven layer of " + file.path() + " does not fit");
      }
      contents.layers(more);
    }
    return true;
  }

  private boolean blocks(int piece, List<Hash> hashes) {
    PieceHash expected = contents.hash(piece);
    TreeSpan span = contents.info().treeSpan(piece);
    if (expected == null || expected.v2() == null || span == null) {
      return true;
    }
    byte[] leaves = new byte[hashes.size() * Hash.SHA256_LENGTH];
    for (int i = 0; i < hashes.size(); i++) {
      System.arraycopy(
          hashes.get(i).bytes(), 0, leaves, i * Hash.SHA256_LENGTH, Hash.SHA256_LENGTH);
    }
    if (!expected.v2().equals(HashTree.pieceRoot(leaves, hashes.size(), span.leafWidth()))) {
      return false;
    }
    found.add(new Blocks(piece, leaves));
    return true;
  }

  private @Nullable Want answered(int conn, Hash root, HashRange range) {
    List<Asked> open = asked.getOrDefault(conn, List.of());
    for (Asked ask : open) {
      if (ask.want.root.equals(root) && ask.want.range.equals(range)) {
        open.remove(ask);
        return ask.want;
      }
    }
    return null;
  }

  /// Puts back what was not answered; block hashes are given up rather than asked for for ever.
  private void again(Want want) {
    if (want.purpose instanceof Purpose.Layer) {
      wants.addFirst(want);
    }
  }

  // Serving.

  /// A peer asks for hashes.
  void requested(long now, PeerSession session, Message.HashRequest request, Outbox out) {
    HashRange range =
        new HashRange(
            request.baseLayer(), request.index(), request.length(), request.proofLayers());
    FileEntry file = contents.info().fileWithRoot(request.piecesRoot());
    if (file != null && range.fits(file.length())) {
      int pieceLength = contents.geometry().pieceLength();
      byte[] layer = contents.layers().layer(request.piecesRoot());
      if (layer != null && range.baseLayer() == HashTree.pieceHeight(pieceLength)) {
        List<Hash> hashes =
            proofs.answer(now, session.conn(), request.piecesRoot(), file.length(), range, layer);
        if (hashes != null) {
          say(session, request, hashes, out);
          return;
        }
      }
      if (range.baseLayer() == 0 && read(now, session, request, file, out)) {
        return;
      }
    }
    refuse(session, request, out);
  }

  private boolean read(
      long now, PeerSession session, Message.HashRequest request, FileEntry file, Outbox out) {
    Geometry geometry = contents.geometry();
    int perPiece = geometry.pieceLength() / Geometry.BLOCK;
    int piece = geometry.pieceAt(file.offset()) + request.index() / perPiece;
    TreeSpan span = piece < geometry.pieceCount() ? contents.info().treeSpan(piece) : null;
    PieceHash expected = span == null ? null : contents.hash(piece);
    if (span == null
        || expected == null
        || request.length() != span.leafWidth()
        || request.proofLayers() >= Integer.numberOfTrailingZeros(request.length())
        || !contents.have().get(piece)
        || serving.size() >= MAX_SERVING) {
      return false;
    }
    // an entry may be empty, its peers gone, while the disk still works on it
    List<Serving> waiting = serving.get(piece);
    if (waiting == null) {
      if (!budget.piece(now, session.conn(), geometry.pieceSize(piece))) {
        return false;
      }
      waiting = new ArrayList<>();
      serving.put(piece, waiting);
      out.add(new DiskEffect.Verify(torrent, piece, expected, true));
    } else if (waiting.size() >= MAX_SERVING) {
      return false;
    }
    waiting.add(new Serving(session.conn(), request));
    return true;
  }

  /// A piece was hashed. True if that was for peers who had asked, who have their answer now.
  boolean read(int piece, byte @Nullable [] leaves, IntTable<PeerSession> sessions, Outbox out) {
    List<Serving> waiting = serving.remove(piece);
    if (waiting == null) {
      return false;
    }
    for (Serving one : waiting) {
      PeerSession session = sessions.get(one.conn);
      if (session == null) {
        continue;
      }
      if (leaves == null) {
        refuse(session, one.request, out);
        continue;
      }
      List<Hash> hashes = new ArrayList<>(one.request.length());
      for (int i = 0; i < one.request.length(); i++) {
        int at = i * Hash.SHA256_LENGTH;
        hashes.add(
            at < leaves.length
                ? Hash.of(leaves, at, Hash.SHA256_LENGTH)
                : Hash.of(new byte[Hash.SHA256_LENGTH]));
      }
      say(session, one.request, hashes, out);
    }
    return true;
  }

  private static void say(
      PeerSession session, Message.HashRequest request, List<Hash> hashes, Outbox out) {
    session.say(
        new Message.Hashes(
            request.piecesRoot(),
            request.baseLayer(),
            request.index(),
            request.length(),
            request.proofLayers(),
            hashes),
        out);
  }

  private static void refuse(PeerSession session, Message.HashRequest request, Outbox out) {
    session.say(
        new Message.HashReject(
            request.piecesRoot(),
            request.baseLayer(),
            request.index(),
            request.length(),
            request.proofLayers()),
        out);
  }

  private boolean speaksV2(PeerSession session) {
    Handshake hello = session.introduction().hello();
    Hash v2 = contents.info().hashes().v2();
    return hello != null
        && v2 != null
        && (hello.has(Handshake.V2) || hello.infoHash().equals(v2.truncated()));
  }

  // Time.

  /// Asks whoever may be asked, and takes back what was not answered in time.
  void advance(long now, Collection<PeerSession> sessions, Outbox out) {
    for (Map.Entry<Integer, List<Asked>> entry : asked.entrySet()) {
      for (Asked ask : List.copyOf(entry.getValue())) {
        if (now - ask.at >= TIMEOUT_NANOS) {
          entry.getValue().remove(ask);
          quietUntil.put(entry.getKey(), now + QUIET_NANOS);
          failures.merge(entry.getKey(), 1, Integer::sum);
          again(ask.want);
        }
      }
    }
    if (wants.isEmpty()) {
      return;
    }
    List<PeerSession> order = new ArrayList<>(sessions);
    order.sort(Comparator.comparingInt(each -> failures.getOrDefault(each.conn(), 0)));
    for (PeerSession session : order) {
      if (!speaksV2(session) || now < quietUntil.getOrDefault(session.conn(), now)) {
        continue;
      }
      List<Asked> open = asked.computeIfAbsent(session.conn(), _ -> new ArrayList<>());
      while (open.size() < MAX_PER_PEER && !wants.isEmpty()) {
        Want want = wants.remove();
        open.add(new Asked(want, now));
        HashRange range = want.range;
        session.say(
            new Message.HashRequest(
                want.root, range.baseLayer(), range.index(), range.length(), range.proofLayers()),
            out);
      }
    }
  }
}
