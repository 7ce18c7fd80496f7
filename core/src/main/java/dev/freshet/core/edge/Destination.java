package dev.freshet.core.edge;

import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;

/// Where datagrams go.
public sealed interface Destination {
  /// To this address.
  record At(Endpoint at) implements Destination {}

  /// To where whoever relays our datagrams finds this name.
  record Named(String host, int port) implements Destination {}

  /// The effect that sends one there.
  default NetEffect send(ByteBuffer bytes) {
    return switch (this) {
      case At(Endpoint at) -> new NetEffect.SendDatagram(at, bytes);
      case Named(String host, int port) -> new NetEffect.SendToName(host, port, bytes);
    };
  }

  /// Whether one from this address may come from there: of a name, only the port is known.
  default boolean covers(Endpoint from) {
    return switch (this) {
      case At(Endpoint at) -> at.equals(from);
      case Named(String _, int port) -> port == from.port();
    };
  }
}
