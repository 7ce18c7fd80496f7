package dev.freshet.core.torrent;

import dev.freshet.core.api.Event;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.PieceLayers;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The trade of pieces, once it is known what the torrent is: what each message of a peer and each
/// word of the disk means, one line each, leading to the room whose matter it is.
final class Exchange {
  /// Why a conversation ends.
  ///
  /// @param ban whether never to talk to that address again
  record Ending(PeerSession session, String reason, boolean ban) {}

  private final int torrent;
  private final Contents contents;
  private final Downloads downloads;
  private final Uploads uploads;
  private final Choking choking;
  private final Spreading spreading;
  private final HashExchange hashes;
  private final Neighbours neighbours;
  private final Traffic traffic;

  Exchange(
      int torrent,
      Contents contents,
      Downloads downloads,
      Uploads uploads,
      Choking choking,
      Spreading spreading,
      HashExchange hashes,
      Neighbours neighbours,
      Traffic traffic) {
    this.torrent = torrent;
    this.contents = contents;
    this.downloads = downloads;
    this.uploads = uploads;
    this.choking = choking;
    this.spreading = spreading;
    this.hashes = hashes;
    this.neighbours = neighbours;
    this.traffic = traffic;
  }

  /// The trade of this torrent, with its files still shut.
  static Exchange of(
      int torrent,
      Info info,
      PieceLayers layers,
      TorrentOptions options,
      Surroundings shared,
      Neighbours neighbours,
      Traffic traffic,
      RateGate up,
      RateGate down) {
    Contents contents = new Contents(torrent, info, layers, options);
    return new Exchange(
        torrent,
        contents,
        new Downloads(torrent, contents, down, shared.writes(), traffic, shared.random()),
        new Uploads(torrent, up),
        new Choking(shared.uploadSlots(), shared.random()),
        new Spreading(options.superSeed(), contents),
        new HashExchange(torrent, contents),
        neighbours,
        traffic);
  }

  // Peers come and go.

  /// The peer has said who it is: tells it what we have.
  void greet(PeerSession session, Outbox out) {
    Bitfield have = contents.have();
    if (spreading.on()) {
      sayNothingYet(session, out);
      spreading.joined(session, neighbours, out);
    } else if (have.isFull() && session.fast()) {
      session.say(new Message.HaveAll(), out);
    } else if (have.isEmpty()) {
      sayNothingYet(session, out);
    } else {
      session.say(new Message.HavePieces(have.toWire()), out);
    }
  }

  /// The conversation began before we knew what we have: tells it piece by piece, and takes up what
  /// the peer said that it has.
  void catchUp(PeerSession session, Outbox out) {
    if (spreading.on()) {
      spreading.joined(session, neighbours, out);
    } else {
      Bitfield have = contents.have();
      for (int piece = have.nextSet(0); piece >= 0; piece = have.nextSet(piece + 1)) {
        session.say(new Message.Have(piece), out);
      }
    }
    downloads.joined(session, out);
  }

  /// The peer is gone.
  void gone(long now, PeerSession session, Outbox out) {
    downloads.gone(now, session);
    uploads.gone(session.conn());
    choking.changed();
    spreading.gone(session.conn(), neighbours, out);
    hashes.gone(session.conn());
  }

  private static void sayNothingYet(PeerSession session, Outbox out) {
    if (session.fast()) {
      session.say(new Message.HaveNone(), out);
    }
  }

  // What peers say.

  /// A message came. The reason to end the conversation; null if it goes on.
  @Nullable Ending heard(long now, PeerSession session, Message message, Outbox out) {
    switch (message) {
      case Message.Choke() -> downloads.choked(now, session);
      case Message.Unchoke() -> downloads.fill(now, session, out);
      case Message.Interested(), Message.NotInterested() -> choking.changed();
      case Message.Have(int piece) -> {
        downloads.gained(session, piece, out);
        spreading.seen(session, piece, neighbours, out);
        downloads.fill(now, session, out);
      }
      case Message.HavePieces _, Message.HaveAll(), Message.HaveNone() -> {
        downloads.joined(session, out);
        spreading.joined(session, neighbours, out);
      }
      case Message.Request request -> requested(session, request, out);
      case Message.Piece piece -> {
        return downloads.arrived(now, session, piece, neighbours.byConn(), out);
      }
      case Message.RejectRequest(int piece, int begin, int _) ->
          downloads.rejected(now, session, piece, begin);
      case Message.AllowedFast _ -> downloads.fill(now, session, out);
      case Message.HashRequest request -> hashes.requested(session, request, out);
      case Message.Hashes answer -> {
        return hashes.arrived(now, session, answer);
      }
      case Message.HashReject answer -> hashes.rejected(now, session, answer);
      case Message.KeepAlive(),
          Message.Cancel _,
          Message.SuggestPiece _,
          Message.Port _,
          Message.Extended _,
          Message.Unknown _ -> {}
    }
    return null;
  }

  /// A message of the extension protocol came.
  void heard(long now, PeerSession session, ExtensionMessage message, Outbox out) {
    switch (message) {
      case ExtensionMessage.MetadataRequest(int piece) -> metadata(session, piece, out);
      case ExtensionMessage.DontHave(int piece) -> downloads.lost(now, session, piece);
      case ExtensionMessage.Hello _, ExtensionMessage.UploadOnly _ -> choking.changed();
      case ExtensionMessage.MetadataPiece _,
          ExtensionMessage.MetadataReject _,
          ExtensionMessage.Other _ -> {}
    }
  }

  private void requested(PeerSession session, Message.Request request, Outbox out) {
    boolean serve =
        session.maySend()
            && contents.have().get(request.piece())
            && spreading.offered(session, request.piece())
            && session.wanted().size() < PeerSession.MAX_REQUESTS;
    if (serve) {
      session.wanted().add(request);
      uploads.ready(session);
    } else {
      session.reject(request, out);
    }
  }

  private void metadata(PeerSession session, int piece, Outbox out) {
    int size = contents.info().size();
    if (piece < 0 || (long) piece * MetadataFetch.PIECE >= size) {
      session.say(Extension.METADATA, new ExtensionMessage.MetadataReject(piece), out);
      return;
    }
    int from = piece * MetadataFetch.PIECE;
    session.say(
        Extension.METADATA,
        new ExtensionMessage.MetadataPiece(
            piece, size, contents.info().slice(from, Math.min(MetadataFetch.PIECE, size - from))),
        out);
  }

  // What the disk says.

  /// A word of the disk. The conversations that end by it.
  List<Ending> disk(long now, DiskInput input, Outbox out) {
    switch (input) {
      case DiskInput.Opened(int _, Bitfield have, Bitfield unknown) -> {
        contents.opened(have, unknown);
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
        return verified(piece, ok, leaves, out);
      }
      case DiskInput.Committed(int _) -> {
        contents.committed();
        recovered(out);
      }
      case DiskInput.Failed failed -> failed(now, failed, out);
      case DiskInput.Closed(int _) -> {}
    }
    return List.of();
  }

  private List<Ending> verified(int piece, boolean ok, byte @Nullable [] leaves, Outbox out) {
    if (contents.checked(piece, ok) || hashes.read(piece, leaves, neighbours.byConn(), out)) {
      return List.of();
    }
    List<Integer> liars = downloads.verified(piece, ok, leaves);
    if (ok) {
      contents.completed(piece);
      out.add(new Effect.Notify(new Event.PieceCompleted(torrent, piece)));
      for (PeerSession session : neighbours.all()) {
        if (session.live()) {
          session.say(new Message.Have(piece), out);
          downloads.satisfied(session, piece, out);
        }
      }
    } else {
      hashes.wantBlocks(piece);
    }
    return convict(liars);
  }

  private List<Ending> convict(List<Integer> liars) {
    List<Ending> endings = new ArrayList<>();
    for (int conn : liars) {
      PeerSession liar = neighbours.get(conn);
      if (liar != null) {
        endings.add(new Ending(liar, "sent corrupt data", true));
      }
    }
    return endings;
  }

  private void failed(long now, DiskInput.Failed failed, Outbox out) {
    switch (failed.during()) {
      case DiskEffect.Open _, DiskEffect.Forget _ ->
          contents.openFailed(now, failed.problem(), failed.message());
      case DiskEffect.Write(int _, int piece, int _, var bytes, var _) ->
          downloads.unwritten(piece, bytes.remaining());
      case DiskEffect.Read(int _, long request, int piece, int _, int _) ->
          unread(request, piece, out);
      case DiskEffect.Verify(int _, int piece, var _, boolean _) -> {
        if (!contents.checked(piece, false)) {
          downloads.unverified(piece);
        }
      }
      case DiskEffect.Commit _, DiskEffect.Close _ -> contents.committed();
    }
    if (contents.trouble(now, failed.problem(), failed.message())) {
      out.add(
          new Effect.Notify(new Event.DiskTrouble(torrent, failed.problem(), failed.message())));
    }
  }

  /// A piece that we thought we had cannot be read: those who wait for it are told, and it is
  /// fetched again.
  private void unread(long request, int piece, Outbox out) {
    PeerSession reader = neighbours.get(uploads.reader(request));
    for (Message.Request block : uploads.failed(request)) {
      if (reader != null) {
        reader.reject(block, out);
      }
    }
    contents.lost(piece);
    downloads.missing(piece);
    for (PeerSession session : neighbours.all()) {
      session.say(Extension.DONT_HAVE, new ExtensionMessage.DontHave(piece), out);
    }
  }

  private void recovered(Outbox out) {
    if (contents.recovered()) {
      out.add(new Effect.Notify(new Event.DiskRecovered(torrent)));
    }
  }

  // Time.

  /// What every input may have made possible: checks, uploads.
  void advance(long now, Outbox out) {
    contents.advance(now, out);
    uploads.advance(now, neighbours.byConn(), out);
    if (contents.ready()) {
      choking.advance(now, neighbours.all(), contents.have().isFull(), out);
    }
  }

  /// What is due a few times a second: time-outs, requests to everyone who can take more. The
  /// conversations that end by it.
  List<Ending> round(long now, Outbox out) {
    hashes.advance(now, neighbours.all(), out);
    if (contents.state() instanceof Contents.State.Shut && hashes.complete()) {
      contents.open(out);
    }
    List<Ending> endings = new ArrayList<>();
    for (HashExchange.Blocks blocks : hashes.takeFound()) {
      endings.addAll(convict(downloads.blocksKnown(blocks.piece(), blocks.leaves())));
    }
    if (contents.ready()) {
      downloads.round(now, neighbours.all(), out);
    }
    return endings;
  }

  /// Checks all data again.
  void recheck(Outbox out) {
    contents.recheck(out);
    downloads.stop();
  }

  /// Everything on disk is known: fetching what is missing may begin.
  void begin(Outbox out) {
    downloads.begin();
    for (PeerSession session : neighbours.all()) {
      if (session.live()) {
        catchUp(session, out);
      }
    }
  }

  /// Whether we talk to peers: while hashes are missing that only they can tell, and once it is
  /// known what we have.
  boolean talking() {
    return contents.ready() || contents.state() instanceof Contents.State.Shut;
  }

  /// The last piece has come: says so to those who can hear it.
  void finished(Outbox out) {
    for (PeerSession session : neighbours.all()) {
      session.interested(false, out);
      session.say(Extension.UPLOAD_ONLY, new ExtensionMessage.UploadOnly(true), out);
    }
    choking.changed();
  }

  /// When to call [#advance] again if nothing comes.
  long deadline(long now) {
    return Math.min(
        contents.deadline(now), Math.min(uploads.deadline(now), downloads.deadline(now)));
  }

  Contents contents() {
    return contents;
  }

  Downloads downloads() {
    return downloads;
  }

  HashExchange hashes() {
    return hashes;
  }
}
