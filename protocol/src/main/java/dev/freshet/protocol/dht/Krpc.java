package dev.freshet.protocol.dht;

import dev.freshet.protocol.Endpoint;
import org.jspecify.annotations.Nullable;

/// One datagram between nodes of the DHT (BEP 5).
public sealed interface Krpc {
  /// The longest transaction id that is taken; ours have 4 bytes.
  int MAX_TRANSACTION = 32;

  /// What the asker chose, to know the answer by.
  Opaque transaction();

  /// A question.
  ///
  /// @param readOnly whether the asker answers nothing itself (BEP 43)
  record Asked(Opaque transaction, NodeId from, boolean readOnly, Query query) implements Krpc {}

  /// An answer.
  ///
  /// @param seenAs the address that the asked node sees us at (BEP 42); null if it does not say
  record Answered(Opaque transaction, NodeId from, Answer answer, @Nullable Endpoint seenAs)
      implements Krpc {}

  /// An answer that says no; `code` is one of [KrpcError] or a number that we do not know.
  record Refused(Opaque transaction, int code, String reason) implements Krpc {}

  /// A question that cannot be understood; never sent.
  record Misasked(Opaque transaction, KrpcError error, String reason) implements Krpc {}
}
