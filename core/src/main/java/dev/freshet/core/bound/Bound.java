package dev.freshet.core.bound;

/// A time that cannot be beaten, and why.
///
/// @param seconds until the last peer is complete
/// @param term what binds; the first in the order of [Term] where several are equal
public record Bound(double seconds, Term term) {
  /// The later of the two; this one if they are equal.
  Bound or(double otherSeconds, Term otherTerm) {
    return otherSeconds > seconds ? new Bound(otherSeconds, otherTerm) : this;
  }
}
