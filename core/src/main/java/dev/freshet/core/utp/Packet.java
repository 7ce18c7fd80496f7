package dev.freshet.core.utp;

import dev.freshet.protocol.utp.UtpType;
import java.nio.ByteBuffer;

/// A packet with a number, from when it is first sent until it has arrived.
final class Packet {
  final UtpType type;
  final long number;

  /// The whole datagram as sent last; never changed once it was sent.
  ByteBuffer bytes;

  final int payload;

  /// The how-manieth sending of this connection it was, when it was sent last.
  long order;

  long sentAt;
  int sendings;
  boolean arrived;

  /// Whether it is to go again.
  boolean lost;

  /// Whether it tries how large datagrams may be.
  boolean trial;

  Packet(UtpType type, long number, ByteBuffer bytes, int payload) {
    this.type = type;
    this.number = number;
    this.bytes = bytes;
    this.payload = payload;
  }
}
