package dev.freshet.core.dht;

import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// What we give to whoever asks, to be shown when something is to be stored: proof that the asker
/// gets what is sent to its address (BEP 5). Nothing is kept for each: it is a hash of the address
/// and of a secret, which changes every five minutes; the one before is good for as long again.
final class Tokens {
  private static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int LENGTH = 8;
  private static final int SECRET_LENGTH = 16;

  private final RandomGenerator random;
  private byte[] secret;
  private byte[] before;
  private long changeAt;

  Tokens(long now, RandomGenerator random) {
    this.random = random;
    this.secret = drawn();
    this.before = secret;
    this.changeAt = now + LIFE_NANOS;
  }

  /// The token of this address.
  Opaque of(long now, IpAddress ip) {
    turn(now);
    return made(ip, secret);
  }

  /// Whether this address was given this token.
  boolean isGood(long now, IpAddress ip, Opaque token) {
    turn(now);
    return token.equals(made(ip, secret)) || token.equals(made(ip, before));
  }

  private void turn(long now) {
    if (now - changeAt >= 0) {
      before = now - changeAt < LIFE_NANOS ? secret : drawn();
      secret = drawn();
      changeAt = now + LIFE_NANOS;
    }
  }

  private static Opaque made(IpAddress ip, byte[] with) {
    return Opaque.of(Arrays.copyOf(NodeId.sha1(with, ip.bytes()).bytes(), LENGTH));
  }

  private byte[] drawn() {
    byte[] bytes = new byte[SECRET_LENGTH];
    random.nextBytes(bytes);
    return bytes;
  }
}
