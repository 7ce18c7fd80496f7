package dev.freshet.protocol.utp;

import org.jspecify.annotations.Nullable;

/// What a uTP packet is for, in the order of the numbers that stand for them.
public enum UtpType {
  /// Carries bytes of the stream.
  DATA,
  /// The stream ends with this packet.
  FIN,
  /// Acknowledges, and carries nothing.
  STATE,
  /// There is no such connection.
  RESET,
  /// Asks for a connection.
  SYN;

  private static final UtpType[] ALL = values();

  /// The type of this number; null if there is none.
  static @Nullable UtpType of(int number) {
    return number < ALL.length ? ALL[number] : null;
  }
}
