package dev.freshet.protocol.wire;

import dev.freshet.protocol.Endpoint;

/// A neighbour as one peer tells another of it (BEP 11).
///
/// @param flags what the teller knows of it, of the constants here; others are kept
public record ExchangedPeer(Endpoint endpoint, int flags) {
  /// It prefers encrypted connections.
  public static final int PREFERS_ENCRYPTION = 0x01;

  /// It has everything or wants nothing.
  public static final int UPLOAD_ONLY = 0x02;

  /// It speaks uTP.
  public static final int UTP = 0x04;

  /// It speaks the holepunch extension (BEP 55).
  public static final int HOLEPUNCH = 0x08;

  /// The teller opened a connection to it, so that it can be reached from outside.
  public static final int REACHABLE = 0x10;

  public ExchangedPeer {
    if (flags < 0 || flags > 0xff) {
      throw new IllegalArgumentException("flags " + flags);
    }
  }

  /// Whether this flag is set.
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
