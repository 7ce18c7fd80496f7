package dev.freshet.protocol.mapping;

import dev.freshet.protocol.IpAddress;
import org.jspecify.annotations.Nullable;

/// What a gateway answers, by NAT-PMP or PCP. Each answer carries the gateway's epoch: the seconds
/// since it has known its mappings, by which a restart is noticed.
public sealed interface GatewayReply {
  /// Seconds since the gateway's memory began, as an unsigned number of 32 bits.
  long epochSeconds();

  /// A port is mapped, or unmapped where `lifetimeSeconds` is 0.
  ///
  /// @param externalIp the address that others see; null where the answer does not say it
  record Mapped(
      Transport transport,
      int internalPort,
      int externalPort,
      @Nullable IpAddress externalIp,
      long lifetimeSeconds,
      long epochSeconds)
      implements GatewayReply {}

  /// The address that others see.
  record ExternalAddress(IpAddress ip, long epochSeconds) implements GatewayReply {}

  /// The gateway does not do it.
  ///
  /// @param retrySeconds how long it is not worth asking again; 0 if it does not say
  record Refused(Refusal refusal, long retrySeconds, long epochSeconds) implements GatewayReply {}
}
