package dev.freshet.sim.world;

import dev.freshet.core.registry.RegistryConfig;
import dev.freshet.core.registry.SwarmRegistry;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.announce.AnnounceBody;
import dev.freshet.protocol.announce.AnnounceException;
import dev.freshet.protocol.announce.AnnounceQuery;
import java.util.random.RandomGenerator;

/// A tracker over HTTP that all hosts can reach: the product's registry behind its codecs.
final class Tracker {
  /// Its announce URL.
  static final String URL = "http://tracker.example/announce";

  private final RandomGenerator random;
  private SwarmRegistry registry;
  private boolean up = true;
  private long sweptAt;

  Tracker(RandomGenerator random) {
    this.random = random;
    registry = new SwarmRegistry(RegistryConfig.defaults(), random, 0);
  }

  /// It begins anew. Whether it has forgotten anyone.
  boolean restart(long now) {
    boolean knew = registry.totals().peers() > 0;
    registry = new SwarmRegistry(RegistryConfig.defaults(), random, now);
    return knew;
  }

  /// From now on it answers, or is not there.
  void up(boolean on) {
    up = on;
  }

  /// Whether it answers.
  boolean isUp() {
    return up;
  }

  /// The body of the answer to who fetches this.
  byte[] answer(long now, String url, IpAddress from) {
    if (now - sweptAt >= World.SECOND) {
      sweptAt = now;
      registry.advance(now);
    }
    try {
      String query = url.substring(url.indexOf('?') + 1);
      return AnnounceBody.compact(registry.announce(now, AnnounceQuery.parse(query), from));
    } catch (AnnounceException e) {
      throw new IllegalStateException("our own announce is not understood: " + url, e);
    }
  }
}
