package dev.freshet.core.dht;

import dev.freshet.protocol.Endpoint;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/// The addresses that have shown lately that what is sent there arrives at somebody who asked: they
/// answered us, or knew a token of ours. To others no more than three times of what they sent is
/// sent, counted as the wire counts, so that nobody gains by asking in another's name.
final class Proofs {
  private static final int MAX_KNOWN = 4096;
  private static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(15);
  private static final int FACTOR = 3;

  private final LinkedHashMap<Endpoint, Long> until = new LinkedHashMap<>();

  /// This address has shown it.
  void add(long now, Endpoint at) {
    until.remove(at);
    if (until.size() >= MAX_KNOWN) {
      until.pollFirstEntry();
    }
    until.put(at, now + LIFE_NANOS);
  }

  private boolean has(long now, Endpoint at) {
    Long end = until.get(at);
    return end != null && end - now > 0;
  }

  /// The most bytes to answer to a question of so many.
  int most(long now, Endpoint at, int asked) {
    int headers = at.ip().isV4() ? 28 : 48;
    int strangers = FACTOR * (asked + headers) - headers;
    return has(now, at) ? Math.max(strangers, Responder.MAX_ANSWER) : strangers;
  }
}
