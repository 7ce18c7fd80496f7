package dev.freshet.core.dht;

import dev.freshet.protocol.IpAddress;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/// How much each address asks of us. Whoever asks more than five times a second for ten seconds is
/// not listened to for five minutes. Those who have been quiet for longest are forgotten first.
final class Senders {
  private static final int MAX_KNOWN = 2048;
  private static final long PER_QUESTION = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long MOST_AHEAD = 50 * PER_QUESTION;
  private static final long BAN_NANOS = TimeUnit.MINUTES.toNanos(5);

  /// For each when it will have paid for all it asked, at five a second.
  private final LinkedHashMap<Subnet, Long> paidAt = new LinkedHashMap<>();

  /// Whether to listen to a question from this address. On local networks all are listened to.
  boolean admits(long now, IpAddress ip) {
    if (Subnet.isLocal(ip)) {
      return true;
    }
    Subnet sender = ip.isV4() ? new Subnet(ip.low(), true) : Subnet.of(ip);
    Long known = paidAt.remove(sender);
    long paid = known == null || known - now < 0 ? now : known;
    boolean banned = paid - now > MOST_AHEAD;
    long next = banned ? paid : paid + PER_QUESTION;
    boolean tooMuch = !banned && next - now > MOST_AHEAD;
    if (paidAt.size() >= MAX_KNOWN) {
      paidAt.pollFirstEntry();
    }
    paidAt.put(sender, tooMuch ? now + MOST_AHEAD + BAN_NANOS : next);
    return !banned && !tooMuch;
  }
}
