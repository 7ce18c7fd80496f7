package dev.freshet.protocol.utp;

import java.nio.ByteBuffer;

/// A uTP packet.
///
/// @param selective which packets have come beyond those acknowledged: the lowest bit of its first
///   byte stands for `ack + 2`, the next for the one after it; empty if the sender does not say
/// @param payload bytes of the stream; both are views of what was read
public record UtpPacket(UtpHeader header, ByteBuffer selective, ByteBuffer payload) {}
