package dev.freshet.core.world;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Handshake;
import org.junit.jupiter.api.Test;

/// Under which of a hybrid torrent's names a peer that calls is answered (BEP 52, upgrade path).
final class UpgradeTest {
  private static final long PLAIN = Handshake.EXTENSIONS | Handshake.FAST;

  private final Sample sample = Sample.of(1, 300_000, 32 * 1024, TorrentVersion.HYBRID);
  private final Stranger seed = Stranger.seed(sample, 1);
  private final Hash v1 = requireNonNull(sample.metainfo().info().hashes().v1());
  private final Hash v2 = requireNonNull(sample.metainfo().info().hashes().v2()).truncated();

  @Test
  void whoSpeaksBothIsAnsweredInTheSecond() {
    assertThat(answer(v1, PLAIN | Handshake.V2)).isEqualTo(v2);
  }

  @Test
  void whoSpeaksTheFirstAloneIsAnsweredInIt() {
    assertThat(answer(v1, PLAIN)).isEqualTo(v1);
  }

  @Test
  void whoCallsInTheSecondIsAnsweredInIt() {
    assertThat(answer(v2, PLAIN)).isEqualTo(v2);
  }

  @Test
  void aTorrentOfTheFirstAloneHasNoOtherName() {
    Sample old = Sample.of(2, 300_000, 32 * 1024, TorrentVersion.V1);
    Stranger one = Stranger.seed(old, 1);
    one.keepWords();
    Hash name = old.metainfo().info().hashes().primary();
    int conn = one.connect();
    one.greet(conn, name, 7, PLAIN | Handshake.V2);
    assertThat(one.greeting(conn)).isEqualTo(name);
  }

  private Hash answer(Hash called, long reserved) {
    seed.keepWords();
    int conn = seed.connect();
    seed.greet(conn, called, 7, reserved);
    return seed.greeting(conn);
  }
}
