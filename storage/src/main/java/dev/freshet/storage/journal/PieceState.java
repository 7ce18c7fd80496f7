package dev.freshet.storage.journal;

/// What the journal says of a piece.
enum PieceState {
  /// Nothing of it is worth reading.
  ABSENT,
  /// There may be bytes of it; they have to be verified.
  UNKNOWN,
  /// It was verified, and its bytes are durable.
  HAVE
}
