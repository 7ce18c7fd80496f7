package dev.freshet.core.peer;

import org.jspecify.annotations.Nullable;

/// When the two sides last had something to say, and what follows from silence.
final class Pulse {
  private static final long KEEP_ALIVE_NANOS = 100_000_000_000L;
  private static final long SILENCE_NANOS = 240_000_000_000L;
  private static final long HANDSHAKE_NANOS = 20_000_000_000L;

  private final long since;
  private long lastHeard;
  private long lastSaid;
  private long said;

  /// Of a conversation that begins now.
  Pulse(long now) {
    since = now;
    lastHeard = now;
    lastSaid = now;
  }

  /// When the conversation began.
  long since() {
    return since;
  }

  /// The peer said something.
  void heard(long now) {
    lastHeard = now;
  }

  /// How long the peer has said nothing.
  long silence(long now) {
    return now - lastHeard;
  }

  /// Whether we have been silent for so long that the peer might think us gone, having sent `total`
  /// bytes in all.
  boolean keepAliveDue(long now, boolean live, long total) {
    if (total != said) {
      said = total;
      lastSaid = now;
    }
    return live && now - lastSaid >= KEEP_ALIVE_NANOS;
  }

  /// The reason to end the conversation because the peer is silent, while we read or do not; null
  /// if it goes on.
  @Nullable String overdue(long now, boolean live, boolean reading) {
    if (!live) {
      return now - since >= HANDSHAKE_NANOS ? "no handshake in time" : null;
    }
    return reading && now - lastHeard >= SILENCE_NANOS ? "silent for too long" : null;
  }
}
