package dev.freshet.protocol.mapping;

import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The NAT Port Mapping Protocol (RFC 6886): requests of 2 and 12 bytes, answers of 12 and 16.
public final class NatPmp {
  /// Where gateways are asked, by this protocol and by PCP.
  public static final int PORT = 5351;

  private static final int ANSWER = 128;
  private static final int HEAD = 8;
  private static final int MAPPED = 16;
  private static final int ADDRESS = 12;

  private NatPmp() {}

  /// Asks for the address that others see.
  public static ByteBuffer askAddress() {
    return ByteBuffer.allocate(2);
  }

  /// Asks for a mapping, or for its end with a lifetime of 0.
  ///
  /// @param externalPort the one wished for; 0 for any, and to end a mapping
  public static ByteBuffer askMapping(
      Transport transport, int internalPort, int externalPort, int lifetimeSeconds) {
    return ByteBuffer.allocate(12)
        .put((byte) 0)
        .put((byte) transport.natPmpOpcode())
        .putShort((short) 0)
        .putShort((short) internalPort)
        .putShort((short) externalPort)
        .putInt(lifetimeSeconds)
        .flip();
  }

  /// Reads an answer; null if it is none.
  public static @Nullable GatewayReply decode(ByteBuffer in) {
    ByteBuffer bytes = in.duplicate();
    if (bytes.remaining() < HEAD || bytes.get() != 0) {
      return null;
    }
    int opcode = (bytes.get() & 0xff) - ANSWER;
    int result = bytes.getShort() & 0xffff;
    long epoch = bytes.getInt() & 0xffff_ffffL;
    if (opcode < 0) {
      return null;
    }
    if (result != 0) {
      return new GatewayReply.Refused(refusal(result), 0, epoch);
    }
    int left = bytes.remaining() + HEAD;
    if (opcode == 0 && left >= ADDRESS) {
      return new GatewayReply.ExternalAddress(IpAddress.v4(bytes.getInt()), epoch);
    }
    for (Transport transport : Transport.values()) {
      if (opcode == transport.natPmpOpcode() && left >= MAPPED) {
        int internal = bytes.getShort() & 0xffff;
        int external = bytes.getShort() & 0xffff;
        long lifetime = bytes.getInt() & 0xffff_ffffL;
        return new GatewayReply.Mapped(transport, internal, external, null, lifetime, epoch);
      }
    }
    return null;
  }

  private static Refusal refusal(int result) {
    return switch (result) {
      case 1, 5 -> Refusal.VERSION;
      case 2 -> Refusal.NOT_AUTHORIZED;
      case 3 -> Refusal.NO_NETWORK;
      case 4 -> Refusal.NO_RESOURCES;
      default -> Refusal.OTHER;
    };
  }
}
