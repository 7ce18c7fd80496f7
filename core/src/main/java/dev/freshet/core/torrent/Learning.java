package dev.freshet.core.torrent;

import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionMessage;
import org.jspecify.annotations.Nullable;

/// Learning from peers what a torrent is: the talk round a [MetadataFetch].
final class Learning {
  /// What a message led to.
  sealed interface Result {
    /// Nothing yet.
    record Wait() implements Result {}

    /// It is known now.
    record Learned(Info info) implements Result {}

    /// The peer lied.
    record Lied() implements Result {}
  }

  private static final Result WAIT = new Result.Wait();

  private final MetadataFetch fetch;
  private @Nullable String unusable;

  Learning(InfoHashes hashes) {
    this.fetch = new MetadataFetch(hashes);
  }

  /// A message of the extension protocol came.
  Result heard(long now, PeerSession session, ExtensionMessage message, Outbox out) {
    switch (message) {
      case ExtensionMessage.Hello _ -> {
        if (session.introduction().speaks(Extension.METADATA)) {
          fetch.offered(session.conn(), session.introduction().metadataSize(), now);
        }
      }
      case ExtensionMessage.MetadataPiece(int piece, int size, var bytes) -> {
        return result(fetch.arrived(session.conn(), piece, size, bytes));
      }
      case ExtensionMessage.MetadataReject(int piece) -> fetch.rejected(session.conn(), piece, now);
      case ExtensionMessage.MetadataRequest(int piece) ->
          session.say(Extension.METADATA, new ExtensionMessage.MetadataReject(piece), out);
      case ExtensionMessage.UploadOnly _,
          ExtensionMessage.DontHave _,
          ExtensionMessage.Other _ -> {}
    }
    return WAIT;
  }

  private Result result(MetadataFetch.Outcome outcome) {
    return switch (outcome) {
      case MetadataFetch.Outcome.More() -> WAIT;
      case MetadataFetch.Outcome.Done(Info info) -> new Result.Learned(info);
      case MetadataFetch.Outcome.Spoilt(int _) -> new Result.Lied();
      case MetadataFetch.Outcome.Unusable(String reason) -> {
        unusable = "The link's torrent cannot be used: " + reason + ".";
        yield WAIT;
      }
    };
  }

  /// The peer is gone.
  void gone(PeerSession session) {
    fetch.gone(session.conn());
  }

  /// Asks for what is missing.
  void advance(long now, Neighbours neighbours, Outbox out) {
    for (MetadataFetch.Ask ask : fetch.asks(now)) {
      PeerSession session = neighbours.get(ask.conn());
      if (session != null) {
        session.say(Extension.METADATA, new ExtensionMessage.MetadataRequest(ask.piece()), out);
      }
    }
  }

  /// When to call [#advance] again if nothing comes.
  long deadline(long now) {
    return fetch.deadline(now);
  }

  /// Why it can never be learned, as a sentence; empty if it may be.
  String unusable() {
    return unusable == null ? "" : unusable;
  }
}
