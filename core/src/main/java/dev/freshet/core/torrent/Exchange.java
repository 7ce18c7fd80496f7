package dev.freshet.core.torrent;

import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.PieceLayers;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.ProtocolViolation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The trade of pieces, once it is known what the torrent is: what each message of a peer and each
/// word of the disk means, one line each, leading to the room whose matter it is.
final class Exchange implements Subject {
  private final Contents contents;
  private final Downloads downloads;
  private final Uploads uploads;
  private final WebSeeds webSeeds;
  private final Choking choking;
  private final Spreading spreading;
  private final HashExchange hashes;
  private final Neighbours neighbours;
  private final DiskAnswers disk;
  private final Traffic traffic;

  /// The trade of this torrent, with its files still shut.
  Exchange(
      int torrent,
      Info info,
      PieceLayers layers,
      TorrentOptions options,
      Surroundings shared,
      Neighbours neighbours,
      Traffic traffic,
      RateGate up,
      RateGate down,
      SeedPlaces places) {
    this.neighbours = neighbours;
    this.traffic = traffic;
    contents = new Contents(torrent, info, layers, options);
    downloads = new Downloads(torrent, contents, down, shared.writes(), traffic, shared.random());
    choking = new Choking(shared.uploadSlots(), shared.random());
    spreading = new Spreading(options.superSeed(), contents.geometry(), shared.random());
    hashes = new HashExchange(torrent, contents, shared.hashing());
    webSeeds =
        new WebSeeds(
            places,
            contents,
            downloads,
            down,
            traffic,
            neighbours,
            shared.connections(),
            shared.random());
    uploads = new Uploads(torrent, up, spreading::given, webSeeds.ahead());
    disk =
        new DiskAnswers(
            torrent, contents, downloads, webSeeds, uploads, hashes, neighbours, traffic);
  }

  // Peers come and go.

  @Override
  public int metadataSize() {
    return contents.info().size();
  }

  /// While we deal, who has all that it was shown shall not think that there is no more to come:
  /// libtorrent hangs up on one that only uploads and has nothing for it.
  @Override
  public boolean uploadOnly() {
    return contents.complete() && !spreading.on();
  }

  @Override
  public @Nullable Ending greet(PeerSession session, Outbox out) {
    Ending wrong = size(session);
    if (wrong == null) {
      tell(session, out);
    }
    return wrong;
  }

  /// Checks what the peer has said against what the torrent is. The reason to end the conversation;
  /// null if it goes on.
  @Nullable Ending size(PeerSession session) {
    ProtocolViolation wrong = session.sized(contents.geometry());
    return wrong == null ? null : new Ending(session, wrong.reason(), false);
  }

  private void tell(PeerSession session, Outbox out) {
    Bitfield have = contents.have();
    if (spreading.on()) {
      sayNothingYet(session, out);
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
    if (!spreading.on()) {
      sayAll(session, out);
    }
    downloads.holdings().joined(session, out);
  }

  private void sayAll(PeerSession session, Outbox out) {
    Bitfield have = contents.have();
    for (int piece = have.nextSet(0); piece >= 0; piece = have.nextSet(piece + 1)) {
      session.say(new Message.Have(piece), out);
    }
    if (uploadOnly()) {
      session.say(Extension.UPLOAD_ONLY, new ExtensionMessage.UploadOnly(true), out);
    }
  }

  @Override
  public boolean sent(PeerSession session) {
    uploads.ready(session);
    return !session.wanted().isEmpty() || spreading.on();
  }

  @Override
  public void gone(long now, PeerSession session) {
    downloads.gone(session);
    uploads.gone(session);
    webSeeds.ahead().gone(session.conn());
    choking.changed();
    spreading.gone(session.conn());
    hashes.gone(session.conn());
  }

  /// Who does not know the word for having nothing is told something too: rTorrent waits for a
  /// first message, hears of nobody until it comes, and hangs up in the end.
  private static void sayNothingYet(PeerSession session, Outbox out) {
    session.say(session.fast() ? new Message.HaveNone() : new Message.KeepAlive(), out);
  }

  // What peers say.

  @Override
  public @Nullable Ending heard(long now, PeerSession session, Message message, Outbox out) {
    switch (message) {
      case Message.Choke() -> downloads.choked(session);
      case Message.Unchoke() -> downloads.fill(now, session, out);
      case Message.Interested(), Message.NotInterested() -> choking.changed();
      case Message.Have(int piece) -> {
        downloads.holdings().gained(session, piece, out);
        webSeeds.announced(piece);
        spreading.seen(now, session, piece, out);
        downloads.fill(now, session, out);
      }
      case Message.HavePieces _, Message.HaveAll(), Message.HaveNone() -> {
        downloads.holdings().joined(session, out);
        spreading.joined(now, session, out);
      }
      case Message.Request request -> requested(now, session, request, out);
      case Message.Cancel(int piece, int begin, int length) ->
          cancelled(session, new Message.Request(piece, begin, length), out);
      case Message.Piece piece -> {
        return downloads.arrived(now, session, piece, neighbours.byConn(), out);
      }
      case Message.RejectRequest(int piece, int begin, int _) ->
          downloads.refused(session, piece, begin);
      case Message.AllowedFast _ -> downloads.fill(now, session, out);
      case Message.HashRequest request -> hashes.requested(now, session, request, out);
      case Message.Hashes answer -> {
        return hashes.arrived(now, session, answer);
      }
      case Message.HashReject answer -> hashes.rejected(now, session, answer);
      case Message.KeepAlive(),
          Message.SuggestPiece _,
          Message.Port _,
          Message.Extended _,
          Message.Unknown _ -> {}
    }
    return null;
  }

  @Override
  public @Nullable Ending heard(
      long now, PeerSession session, ExtensionMessage message, Outbox out) {
    switch (message) {
      case ExtensionMessage.MetadataRequest(int piece) -> metadata(session, piece, out);
      case ExtensionMessage.DontHave(int piece) -> downloads.lost(session, piece);
      case ExtensionMessage.Hello _, ExtensionMessage.UploadOnly _ -> choking.changed();
      case ExtensionMessage.MetadataPiece _,
          ExtensionMessage.MetadataReject _,
          ExtensionMessage.Peers _,
          ExtensionMessage.Holepunch _,
          ExtensionMessage.Other _ -> {}
    }
    return null;
  }

  private void requested(long now, PeerSession session, Message.Request request, Outbox out) {
    boolean serve =
        !session.chokedByUs()
            && contents.have().get(request.piece())
            && spreading.offered(session, request.piece())
            && session.wanted().size() < PeerSession.MAX_REQUESTS;
    if (serve) {
      session.wanted().add(request);
      spreading.asked(now, session, request.piece());
      webSeeds.ahead().requested(now, session.conn(), request.piece());
      uploads.ready(session);
    } else {
      session.reject(request, out);
    }
  }

  /// The peer takes a request back. One that has no answer yet is answered with a no (BEP 6).
  private static void cancelled(PeerSession session, Message.Request request, Outbox out) {
    if (session.wanted().remove(request)) {
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

  /// A word of the disk. The conversations that end by it.
  List<Ending> disk(long now, DiskInput input, Outbox out) {
    return disk.heard(now, input, out);
  }

  // Time.

  /// What every input may have made possible: checks, uploads.
  void advance(long now, Outbox out) {
    contents.advance(now, out);
    downloads.advance(now, neighbours.all(), out);
    webSeeds.advance(now, out);
    uploads.advance(now, out);
    if (contents.ready()) {
      if (spreading.on() && contents.have().isFull()) {
        spreading.deal(now, traffic.up().rate(now), neighbours, out);
      } else {
        choking.advance(now, neighbours.all(), contents.complete(), out);
      }
    }
  }

  /// What is due a few times a second: time-outs, requests to everyone who can take more. The
  /// conversations that end by it.
  List<Ending> round(long now, boolean talking, Outbox out) {
    hashes.advance(now, neighbours.all(), out);
    if (contents.state() instanceof Contents.State.Shut && hashes.complete()) {
      contents.open(out);
    }
    List<Ending> endings = new ArrayList<>();
    for (HashExchange.Blocks blocks : hashes.takeFound()) {
      endings.addAll(
          disk.convict(downloads.intake().blocksKnown(blocks.piece(), blocks.leaves()), out));
    }
    endings.addAll(disk.convict(downloads.intake().overdue(now), out));
    if (contents.ready()) {
      downloads.round(now, neighbours.all(), out);
      if (talking) {
        webSeeds.round(now, out);
      }
      choking.round(now, neighbours.all());
      boolean complete = contents.have().isFull();
      spreading.round(now, complete, neighbours.all(), session -> sayAll(session, out), out);
    }
    return endings;
  }

  /// Whether anything is under way between us and the neighbours, or someone waits for it.
  boolean moving() {
    return !contents.ready()
        || spreading.on()
        || !hashes.complete()
        || neighbours.moving()
        || webSeeds.moving();
  }

  /// Checks all data again.
  void recheck(Outbox out) {
    contents.recheck(out);
    webSeeds.rest(out);
    downloads.stop();
  }

  /// Everything on disk is known: fetching what is missing may begin.
  void begin(Outbox out) {
    downloads.begin(neighbours.all(), out);
    spreading.begin(contents.have().isFull());
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
    webSeeds.rest(out);
  }

  /// When to call [#advance] again if nothing comes.
  long deadline(long now) {
    long fetching = Math.min(downloads.deadline(now), webSeeds.deadline(now));
    return Math.min(contents.deadline(now), Math.min(uploads.deadline(now), fetching));
  }

  /// Where the torrent stands, by its files.
  Phase phase(boolean paused, boolean complete) {
    if (contents.state() instanceof Contents.State.Shut) {
      return paused ? Phase.PAUSED : Phase.FETCHING_METADATA;
    }
    if (!contents.ready()) {
      return Phase.CHECKING;
    }
    boolean enough = complete || !contents.fetches();
    return paused ? Phase.PAUSED : enough ? Phase.SEEDING : Phase.DOWNLOADING;
  }

  /// Whether its peers may come from trackers only (BEP 27).
  boolean isPrivate() {
    return contents.info().isPrivate();
  }

  Contents contents() {
    return contents;
  }

  Downloads downloads() {
    return downloads;
  }

  WebSeeds webSeeds() {
    return webSeeds;
  }

  HashExchange hashes() {
    return hashes;
  }
}
