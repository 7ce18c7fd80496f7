package dev.freshet.core.dht;

import dev.freshet.core.edge.Destination;
import dev.freshet.protocol.dht.NodeId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A question of ours that has no answer yet.
final class Pending {
  /// Why it was asked.
  sealed interface Reason {
    /// A lookup goes on by it.
    record Searching(Lookup lookup, Candidate candidate) implements Reason {}

    /// A lookup begins by it, at a node of which only the address is known; a router is asked, but
    /// not kept, since everybody asks it.
    record Opening(Lookup lookup, boolean router) implements Reason {}

    /// To see whether it is there.
    record Checking() implements Reason {}

    /// To see whether it is there before an answer is sent that is much longer than its question.
    record Proving(ByteBuffer answer) implements Reason {}

    /// To store something; for an item it is counted who did.
    record Storing(@Nullable Tally tally) implements Reason {}
  }

  /// How many nodes have stored an item, of those that were asked to.
  static final class Tally {
    final long request;
    int waiting;
    int stored;

    Tally(long request) {
      this.request = request;
    }
  }

  final Destination to;

  /// What it is called; null if that is not known.
  final @Nullable NodeId id;

  final long sentAt;
  final Reason reason;
  boolean slow;

  Pending(Destination to, @Nullable NodeId id, long sentAt, Reason reason) {
    this.to = to;
    this.id = id;
    this.sentAt = sentAt;
    this.reason = reason;
  }
}
