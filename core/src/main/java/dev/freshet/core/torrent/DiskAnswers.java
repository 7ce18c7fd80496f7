package dev.freshet.core.torrent;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.api.Event;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.wire.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What each word of the disk means for a torrent that trades pieces, one line each, leading to the
/// room whose matter it is.
final class DiskAnswers {
  private static final String LIED = "sent corrupt data";

  private final int torrent;
  private final Contents contents;
  private final Downloads downloads;
  private final WebSeeds webSeeds;
  private final Uploads uploads;
  private final HashExchange hashes;
  private final Neighbours neighbours;
  private final Traffic traffic;

  DiskAnswers(
      int torrent,
      Contents contents,
      Downloads downloads,
      WebSeeds webSeeds,
      Uploads uploads,
      HashExchange hashes,
      Neighbours neighbours,
      Traffic traffic) {
    this.torrent = torrent;
    this.contents = contents;
    this.downloads = downloads;
    this.webSeeds = webSeeds;
    this.uploads = uploads;
    this.hashes = hashes;
    this.neighbours = neighbours;
    this.traffic = traffic;
  }

  /// A word of the disk. The conversations that end by it.
  List<Subject.Ending> heard(long now, DiskInput input, Outbox out) {
    switch (input) {
      case DiskInput.Opened(int _, Bitfield have, Bitfield unknown) -> {
        contents.opened(have, unknown, out);
        recovered(out);
      }
      case DiskInput.Written(int _, int _, int _, int length) -> {
        downloads.written(length, neighbours.all(), out);
        recovered(out);
      }
      case DiskInput.BytesRead(int _, long request, var bytes) -> {
        PeerSession session = neighbours.get(uploads.reader(request));
        int sent = uploads.read(now, request, bytes, session, out);
        traffic.sent(now, sent);
      }
      case DiskInput.Verified(int _, int piece, boolean ok, byte[] leaves) -> {
        return verified(now, piece, ok, leaves, out);
      }
      case DiskInput.Committed(int _) -> {
        contents.committed();
        recovered(out);
      }
      case DiskInput.Lost(int _, Bitfield pieces, String message) -> {
        for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
          lost(now, piece, out);
        }
        trouble(now, DiskProblem.MISSING, message, out);
      }
      case DiskInput.Failed failed -> failed(now, failed, out);
      case DiskInput.Closed(int _) -> {}
    }
    return List.of();
  }

  private List<Subject.Ending> verified(
      long now, int piece, boolean ok, byte @Nullable [] leaves, Outbox out) {
    if (contents.checked(piece, ok)) {
      return List.of();
    }
    if (hashes.read(piece, ok ? leaves : null, neighbours.byConn(), out)) {
      if (!ok) {
        lost(now, piece, out);
      }
      return List.of();
    }
    if (contents.doubts().settle(piece) && !ok) {
      downloads.intake().missing(piece);
      return List.of();
    }
    if (downloads.intake().checks().answered(piece)) {
      return List.of();
    }
    if (!ok) {
      return convict(downloads.intake().spoilt(now, piece, leaves, hashes.wantBlocks(piece)), out);
    }
    contents.completed(piece);
    out.add(new Effect.Notify(new Event.PieceCompleted(torrent, piece)));
    // those who have it are told too: a first seed waits for this word, seeds rank by how far we
    // are, and all see by it when we are complete
    for (PeerSession session : neighbours.all()) {
      if (session.live()) {
        tell(now, session, new Message.Have(piece), out);
        downloads.holdings().satisfied(session, piece, out);
      }
    }
    webSeeds.verified(piece);
    return convict(downloads.intake().completed(piece, leaves), out);
  }

  /// Tells at once who may ask us, or gives to us, or has had nothing to want of us until now, such
  /// as a first seed; and all, if nobody near has the piece, before another fetches it from afar.
  /// Whom else we choke can make no use of it yet.
  private void tell(long now, PeerSession session, Message.Have have, Outbox out) {
    boolean first = downloads.availability().count(have.piece()) == 0;
    if (first || !session.chokedByUs() || !session.chokingUs() || !session.interestedInUs()) {
      session.say(have, out);
    } else {
      session.sayLater(have, now);
    }
  }

  /// The end of the conversations with those who lied. Those who have left are banned all the same.
  List<Subject.Ending> convict(List<Integer> liars, Outbox out) {
    List<Subject.Ending> endings = new ArrayList<>();
    for (int conn : liars) {
      PeerSession liar = neighbours.get(conn);
      if (webSeeds.convict(conn, out)) {
        continue;
      }
      Endpoint gone = neighbours.departed(conn);
      if (liar != null) {
        endings.add(new Subject.Ending(liar, LIED, true));
      } else if (gone != null && !neighbours.book().banned(gone)) {
        neighbours.book().ban(gone);
        out.add(new Effect.Notify(new Event.PeerBanned(torrent, gone, LIED)));
      }
    }
    return endings;
  }

  private void failed(long now, DiskInput.Failed failed, Outbox out) {
    switch (failed.during()) {
      case DiskEffect.Open _ -> contents.openFailed(now);
      case DiskEffect.Forget _ -> contents.forgetFailed(now);
      case DiskEffect.Write(int _, int piece, int _, var bytes, var _) ->
          downloads.intake().unwritten(piece, bytes.remaining());
      case DiskEffect.Read(int _, long request, int piece, int _, int _) ->
          unread(now, request, piece, out);
      case DiskEffect.Verify(int _, int piece, var _, boolean _) ->
          unhashed(now, piece, failed.problem(), out);
      case DiskEffect.Commit _ -> contents.uncommitted();
      case DiskEffect.Close _ -> contents.committed();
    }
    trouble(now, failed.problem(), failed.message(), out);
  }

  private void trouble(long now, DiskProblem problem, String message, Outbox out) {
    if (contents.trouble(now, problem, message)) {
      out.add(new Effect.Notify(new Event.DiskTrouble(torrent, problem, message)));
    }
  }

  /// A piece cannot be hashed. What is not in its files cannot be found there later; anything else
  /// is tried again.
  private void unhashed(long now, int piece, DiskProblem problem, Outbox out) {
    boolean checking = contents.checked(piece, false);
    if (checking || contents.doubts().holds(piece)) {
      if (problem == DiskProblem.MISSING) {
        contents.doubts().settle(piece);
        downloads.intake().missing(piece);
      } else if (!contents.doubts().raise(now, piece)) {
        downloads.intake().missing(piece);
      }
    } else if (hashes.read(piece, null, neighbours.byConn(), out)) {
      lost(now, piece, out);
    } else if (!downloads.intake().checks().answered(piece)) {
      downloads.intake().unverified(piece);
    }
  }

  /// A piece cannot be read: those who wait for it are told.
  private void unread(long now, long request, int piece, Outbox out) {
    PeerSession reader = neighbours.get(uploads.reader(request));
    for (Message.Request block : uploads.failed(request, reader)) {
      if (reader != null) {
        reader.reject(block, out);
      }
    }
    lost(now, piece, out);
  }

  /// A piece that we thought we had may be gone.
  private void lost(long now, int piece, Outbox out) {
    if (!contents.lost(now, piece)) {
      return;
    }
    for (PeerSession session : neighbours.all()) {
      downloads.holdings().missed(session, piece, out);
      session.sayLost(piece, out);
    }
  }

  private void recovered(Outbox out) {
    if (contents.recovered()) {
      out.add(new Effect.Notify(new Event.DiskRecovered(torrent)));
    }
  }
}
