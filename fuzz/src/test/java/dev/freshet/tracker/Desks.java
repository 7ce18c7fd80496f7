package dev.freshet.tracker;

import dev.freshet.core.registry.RegistryConfig;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tracker without sockets, as strangers meet it.
public final class Desks {
  private static final RegistryConfig SMALL =
      new RegistryConfig(15, 1800, 100, 1000, 1000, 200, List.of());

  private final SharedRegistry registry = new SharedRegistry(SMALL);
  private final HttpDesk http = new HttpDesk(registry, new Torrents());
  private final ConnectionIds ids = new ConnectionIds(new byte[32]);
  private final UdpDesk udp = new UdpDesk(registry, ids);

  /// The body of the answer to a GET.
  public byte[] http(String path, String query, IpAddress source) {
    return http.answer(path, query, source).body();
  }

  /// The answer to a datagram of one who never asked for a connection id.
  public @Nullable ByteBuffer udp(byte[] datagram, IpAddress source) {
    return udp.answer(ByteBuffer.wrap(datagram), source, 1);
  }

  /// The answer to a datagram into which the right connection id was put.
  public @Nullable ByteBuffer udpKnown(byte[] datagram, IpAddress source) {
    if (datagram.length < 8) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(datagram.clone());
    in.putLong(0, ids.id(source, 1));
    return udp.answer(in, source, 1);
  }
}
