package dev.freshet.core.world;

import dev.freshet.core.registry.RegistryConfig;
import dev.freshet.core.registry.SwarmRegistry;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.announce.AnnounceBody;
import dev.freshet.protocol.announce.AnnounceException;
import dev.freshet.protocol.announce.AnnounceQuery;
import java.util.random.RandomGenerator;

/// A tracker over HTTP: our own registry behind our own codecs.
final class Tracker {
  static final String URL = "http://tracker.example/announce";

  private final SwarmRegistry registry;

  Tracker(RandomGenerator random) {
    registry = new SwarmRegistry(RegistryConfig.defaults(), random, 0);
  }

  /// The body of the answer to who fetches this.
  byte[] answer(long now, String url, Endpoint from) {
    try {
      return AnnounceBody.compact(
          registry.announce(
              now, AnnounceQuery.parse(url.substring(url.indexOf('?') + 1)), from.ip()));
    } catch (AnnounceException e) {
      throw new IllegalStateException("our own announce is not understood: " + url, e);
    }
  }
}
