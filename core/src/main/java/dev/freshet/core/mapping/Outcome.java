package dev.freshet.core.mapping;

import dev.freshet.core.api.PortMapping;

/// How it stands with one way of asking.
sealed interface Outcome {
  /// Nothing is known yet.
  record Pending() implements Outcome {}

  /// The gateway has said yes.
  record Mapped(PortMapping mapping) implements Outcome {}

  /// It has said no, or nothing; one clause.
  record Failed(String reason, long retryNanos) implements Outcome {}
}
