package dev.freshet.core.torrent;

import dev.freshet.core.api.Event;
import dev.freshet.core.api.FileSelection;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import org.jspecify.annotations.Nullable;

/// Learning from peers what a torrent is: the talk round a [MetadataFetch].
final class Learning implements Subject {
  private final MetadataFetch fetch;
  private final FileSelection files;
  private @Nullable Info learned;
  private @Nullable String unusable;
  private boolean told;

  /// @param files what will be wanted of it
  Learning(InfoHashes hashes, FileSelection files) {
    this.fetch = new MetadataFetch(hashes);
    this.files = files;
  }

  @Override
  public int metadataSize() {
    return 0;
  }

  @Override
  public boolean uploadOnly() {
    return false;
  }

  @Override
  public @Nullable Ending greet(PeerSession session, Outbox out) {
    return null;
  }

  /// Other messages are remembered by the session, for the time when the torrent is known.
  @Override
  public @Nullable Ending heard(long now, PeerSession session, Message message, Outbox out) {
    return null;
  }

  @Override
  public @Nullable Ending heard(
      long now, PeerSession session, ExtensionMessage message, Outbox out) {
    switch (message) {
      case ExtensionMessage.Hello _ -> {
        if (session.introduction().speaks(Extension.METADATA)) {
          fetch.offered(session.conn(), session.introduction().metadataSize(), now);
        }
      }
      case ExtensionMessage.MetadataPiece(int piece, int size, var bytes) -> {
        return arrived(session, fetch.arrived(session.conn(), piece, size, bytes));
      }
      case ExtensionMessage.MetadataReject(int piece) -> fetch.rejected(session.conn(), piece, now);
      case ExtensionMessage.MetadataRequest(int piece) ->
          session.say(Extension.METADATA, new ExtensionMessage.MetadataReject(piece), out);
      case ExtensionMessage.UploadOnly _,
          ExtensionMessage.DontHave _,
          ExtensionMessage.Peers _,
          ExtensionMessage.Holepunch _,
          ExtensionMessage.Other _ -> {}
    }
    return null;
  }

  private @Nullable Ending arrived(PeerSession session, MetadataFetch.Outcome outcome) {
    switch (outcome) {
      case MetadataFetch.Outcome.More() -> {}
      case MetadataFetch.Outcome.Done(Info info) -> {
        String problem = files.problem(info);
        if (problem == null) {
          learned = info;
        } else {
          unusable = problem;
        }
      }
      case MetadataFetch.Outcome.Spoilt(int _) -> {
        return new Ending(session, "sent metadata that does not fit the info-hash", true);
      }
      case MetadataFetch.Outcome.Unusable(String reason) -> unusable = reason;
    }
    return null;
  }

  @Override
  public boolean sent(PeerSession session) {
    return false;
  }

  @Override
  public void gone(long now, PeerSession session) {
    fetch.gone(session.conn());
  }

  /// What the torrent is; null while it is not known.
  @Nullable Info learned() {
    return learned;
  }

  /// Asks for what is missing; tells once if it is of no use, and asks for nothing then.
  void advance(long now, int torrent, Neighbours neighbours, Outbox out) {
    if (unusable != null) {
      if (!told) {
        told = true;
        out.add(new Effect.Notify(new Event.MetadataUnusable(torrent, unusable)));
      }
      return;
    }
    for (MetadataFetch.Ask ask : fetch.asks(now)) {
      PeerSession session = neighbours.get(ask.conn());
      if (session != null) {
        session.say(Extension.METADATA, new ExtensionMessage.MetadataRequest(ask.piece()), out);
      }
    }
  }

  /// When to call [#advance] again if nothing comes.
  long deadline(long now) {
    return unusable == null ? fetch.deadline(now) : Long.MAX_VALUE;
  }

  /// Why it can never be learned, as a sentence; empty if it may be.
  String unusable() {
    return unusable == null ? "" : "The link's torrent cannot be used: " + unusable + ".";
  }
}
