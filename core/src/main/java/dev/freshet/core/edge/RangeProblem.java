package dev.freshet.core.edge;

/// Why a [NetEffect.FetchRange] brought no more.
public enum RangeProblem {
  /// No connection, or it broke: the same may work in a while.
  UNREACHABLE,
  /// The server asks for patience: status 429 or 503.
  BUSY,
  /// The server, or a rule of ours, says no: asking again brings the same answer.
  REFUSED
}
