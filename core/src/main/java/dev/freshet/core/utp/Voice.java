package dev.freshet.core.utp;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.utp.UtpCodec;
import dev.freshet.protocol.utp.UtpHeader;
import dev.freshet.protocol.utp.UtpType;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/// What every packet of a connection says beside its payload, above all what has come; and when
/// that is said by a packet of its own: for every second packet, and for a single one a little
/// later, as payload may go the same way before.
final class Voice {
  private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int PACKETS = 2;

  /// Well below what a NAT forgets an idle address after.
  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(29);

  private static final long NEVER = Long.MAX_VALUE;
  private static final byte[] NO_MASK = {};

  private final Endpoint peer;
  private final int sendId;
  private int theirDelay;
  private int offered;
  private long saidAt;
  private long ackAt = NEVER;
  private int toAck;
  private boolean ackNow;

  Voice(Endpoint peer, int sendId) {
    this.peer = peer;
    this.sendId = sendId;
  }

  static int micros(long now) {
    return (int) (now / 1000);
  }

  // What has come.

  /// A packet with this header has come: how long it was under way, by the two clocks.
  int heard(long now, UtpHeader header) {
    theirDelay = micros(now) - header.timestamp();
    return theirDelay;
  }

  /// A packet with a number was taken.
  void took(long now) {
    if (++toAck >= PACKETS) {
      ackNow = true;
    } else if (ackAt == NEVER) {
      ackAt = now + DELAY_NANOS;
    }
  }

  /// What has come is to be said at once.
  void hurry() {
    ackNow = true;
  }

  /// Some was read: whoever was told that there was hardly room hears that there is.
  void widened(int window) {
    ackNow |= offered < Incoming.WINDOW / 4 && window >= Incoming.WINDOW / 2;
  }

  // What is said.

  /// Asks for a connection.
  void call(long now, int receiveId, long number, Outbox out) {
    UtpHeader syn =
        new UtpHeader(
            UtpType.SYN, receiveId, micros(now), 0, Incoming.WINDOW, Sequence.wire(number), 0);
    say(now, UtpCodec.encode(syn, NO_MASK), false, out);
  }

  /// Sends a packet with a number.
  void send(long now, Packet packet, Incoming incoming, Outbox out) {
    UtpHeader header = header(now, packet.type, packet.number, incoming);
    UtpCodec.write(header, packet.bytes.duplicate());
    acknowledged(incoming);
    say(now, packet.bytes.duplicate(), packet.trial, out);
  }

  /// Says what has come, if it is time to, or if nothing was said for long.
  void acknowledge(long now, long next, Incoming incoming, Outbox out) {
    if (ackNow || now - ackAt >= 0 || now - saidAt >= KEEP_ALIVE_NANOS) {
      UtpHeader header = header(now, UtpType.STATE, next, incoming);
      ackNow = false;
      acknowledged(incoming);
      say(now, UtpCodec.encode(header, incoming.selective()), false, out);
    }
  }

  /// The same to one who may not be there: only as an answer.
  void answer(long now, long next, Incoming incoming, Outbox out) {
    if (ackNow) {
      acknowledge(now, next, incoming, out);
    }
  }

  private void acknowledged(Incoming incoming) {
    // with a gap, only an acknowledgement of its own says what has come
    ackNow &= incoming.hasGap();
    ackAt = NEVER;
    toAck = 0;
  }

  private UtpHeader header(long now, UtpType type, long number, Incoming incoming) {
    offered = incoming.window();
    return new UtpHeader(
        type,
        sendId,
        micros(now),
        theirDelay,
        offered,
        Sequence.wire(number),
        Sequence.wire(incoming.next() - 1));
  }

  private void say(long now, ByteBuffer bytes, boolean whole, Outbox out) {
    saidAt = now;
    out.add(new NetEffect.SendDatagram(peer, bytes, whole));
  }

  // What is asked.

  /// When something was said last.
  long saidAt() {
    return saidAt;
  }

  /// When what has come is to be said.
  long ackAt() {
    return ackAt;
  }

  /// The same, or when something is to be said so that the way stays open.
  long deadline() {
    return Math.min(ackAt, saidAt + KEEP_ALIVE_NANOS);
  }

  int sendId() {
    return sendId;
  }
}
