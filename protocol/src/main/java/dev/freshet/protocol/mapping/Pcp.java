package dev.freshet.protocol.mapping;

import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The Port Control Protocol (RFC 6887): its MAP operation, without options.
public final class Pcp {
  private static final byte VERSION = 2;
  private static final int MAP = 1;
  private static final int ANSWER = 128;
  private static final int HEAD = 24;
  private static final int LENGTH = 60;

  /// Ninety-six bits that make a mapping ours: who does not know them cannot change it.
  public record Nonce(long high, int low) {}

  private Pcp() {}

  /// Asks for a mapping, or for its end with a lifetime of 0.
  ///
  /// @param client our address, as the gateway sees it
  /// @param externalPort the one wished for; 0 for any
  public static ByteBuffer askMapping(
      IpAddress client,
      Nonce nonce,
      Transport transport,
      int internalPort,
      int externalPort,
      int lifetimeSeconds) {
    ByteBuffer out = ByteBuffer.allocate(LENGTH);
    out.put(VERSION).put((byte) MAP).putShort((short) 0).putInt(lifetimeSeconds);
    put(client, out);
    out.putLong(nonce.high()).putInt(nonce.low());
    out.put((byte) transport.number()).put(new byte[3]);
    out.putShort((short) internalPort).putShort((short) externalPort);
    // any address of the family
    put(client.isV4() ? IpAddress.v4(0) : new IpAddress(0, 0), out);
    return out.flip();
  }

  private static void put(IpAddress ip, ByteBuffer out) {
    out.putLong(ip.high()).putLong(ip.low());
  }

  /// Reads an answer about the mapping with this nonce; null if it is none. A gateway that speaks
  /// NAT-PMP only says so in its own form, which is understood too.
  public static @Nullable GatewayReply decode(ByteBuffer in, Nonce nonce) {
    if (in.remaining() >= 1 && in.get(in.position()) == 0) {
      return NatPmp.decode(in) instanceof GatewayReply.Refused refused
              && refused.refusal() == Refusal.VERSION
          ? refused
          : null;
    }
    ByteBuffer bytes = in.duplicate();
    if (bytes.remaining() < HEAD
        || bytes.get() != VERSION
        || (bytes.get() & 0xff) != ANSWER + MAP) {
      return null;
    }
    bytes.get();
    int result = bytes.get() & 0xff;
    long lifetime = bytes.getInt() & 0xffff_ffffL;
    long epoch = bytes.getInt() & 0xffff_ffffL;
    bytes.position(bytes.position() + 12);
    boolean whole = bytes.remaining() >= LENGTH - HEAD;
    if (result != 0) {
      // what is refused before it was read carries no more than the head
      boolean ours = !whole || nonce(bytes).equals(nonce);
      return ours ? new GatewayReply.Refused(refusal(result), lifetime, epoch) : null;
    }
    return whole && nonce(bytes).equals(nonce) ? mapped(bytes, lifetime, epoch) : null;
  }

  private static Nonce nonce(ByteBuffer bytes) {
    return new Nonce(bytes.getLong(), bytes.getInt());
  }

  private static @Nullable GatewayReply mapped(ByteBuffer bytes, long lifetime, long epoch) {
    int number = bytes.get() & 0xff;
    bytes.position(bytes.position() + 3);
    int internal = bytes.getShort() & 0xffff;
    int external = bytes.getShort() & 0xffff;
    IpAddress ip = new IpAddress(bytes.getLong(), bytes.getLong());
    for (Transport transport : Transport.values()) {
      if (transport.number() == number) {
        return new GatewayReply.Mapped(transport, internal, external, ip, lifetime, epoch);
      }
    }
    return null;
  }

  private static Refusal refusal(int result) {
    return switch (result) {
      case 1, 4 -> Refusal.VERSION;
      case 2 -> Refusal.NOT_AUTHORIZED;
      case 7 -> Refusal.NO_NETWORK;
      case 8, 10 -> Refusal.NO_RESOURCES;
      case 12 -> Refusal.ADDRESS;
      default -> Refusal.OTHER;
    };
  }
}
