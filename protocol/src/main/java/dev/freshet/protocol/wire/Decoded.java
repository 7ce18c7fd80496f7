package dev.freshet.protocol.wire;

/// What decoding the front of a buffer gives: a message, a violation, or not enough bytes yet.
public sealed interface Decoded
    permits Message, Handshake, ExtensionMessage, ProtocolViolation, Decoded.Incomplete {
  /// The message is not here whole; nothing was consumed. `missing` more bytes, 1 or more, are
  /// needed before it is worth trying again.
  record Incomplete(int missing) implements Decoded {}
}
