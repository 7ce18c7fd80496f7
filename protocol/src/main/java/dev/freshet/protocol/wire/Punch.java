package dev.freshet.protocol.wire;

/// What a holepunch message says (BEP 55), in the order of the numbers that stand for it.
public enum Punch {
  /// Introduce me to the peer at this address.
  RENDEZVOUS,
  /// The peer at this address calls you now: call it too.
  CONNECT,
  /// You cannot be introduced to the peer at this address.
  ERROR
}
