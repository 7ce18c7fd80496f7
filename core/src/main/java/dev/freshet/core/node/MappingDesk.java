package dev.freshet.core.node;

import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.mapping.PortMapper;
import dev.freshet.core.torrent.Ports;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where a node deals with its [PortMapper], if it has one.
final class MappingDesk {
  private final Ports ports;
  private final @Nullable PortMapper mapper;
  private boolean heard;

  /// No chance is drawn where no port is to be mapped.
  MappingDesk(NodeOptions options, Ports ports, RandomGenerator random) {
    this.ports = ports;
    this.mapper =
        options.mapPorts()
            ? new PortMapper(
                options.listenPort(), options.udpPort(), new SplittableRandom(random.nextLong()))
            : null;
  }

  /// What the network tells. False if it is not about our ports.
  boolean took(long now, NetInput input, Outbox out) {
    boolean ours = mapper != null && mapper.took(now, input, out);
    heard |= ours;
    return ours;
  }

  /// Does what is due, and sees to it that our ports are those that peers reach.
  void advance(long now, Outbox out) {
    if (mapper == null || (!heard && now - mapper.deadline() < 0)) {
      return;
    }
    heard = false;
    mapper.advance(now, out);
    ports.mapped(mapper.mapping());
  }

  /// There may be another gateway now.
  void hurry(long now) {
    if (mapper != null) {
      mapper.hurry(now);
    }
  }

  /// We leave; true once nothing of ours is left at the gateway.
  boolean leave(long now, Outbox out) {
    if (mapper == null) {
      return true;
    }
    mapper.leave(now, out);
    mapper.advance(now, out);
    return mapper.isGone();
  }

  long deadline() {
    return mapper == null ? Long.MAX_VALUE : mapper.deadline();
  }
}
