package dev.freshet.core.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The info dictionary among peers that lie, or say nothing.
final class MetadataFetchTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int HONEST = 100;
  private static final byte[] INFO =
      "d6:lengthi1e4:name1:a12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaae"
          .getBytes(StandardCharsets.US_ASCII);

  private final MetadataFetch fetch = new MetadataFetch(new InfoHashes(hash(INFO), null));

  private static Hash hash(byte[] bytes) {
    try {
      return Hash.of(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private MetadataFetch.Outcome honestAnswer() {
    return fetch.arrived(HONEST, 0, INFO.length, ByteBuffer.wrap(INFO));
  }

  private long firstAskOf(int conn) {
    for (long second = 0; second < 3600; second++) {
      for (MetadataFetch.Ask ask : fetch.asks(second * SECOND)) {
        if (ask.conn() == conn) {
          return second;
        }
      }
    }
    throw new AssertionError("not asked within an hour");
  }

  @Test
  void whoNeverAnswersComesAfterThoseWhoHaveNotBeenAsked() {
    for (int silent = 1; silent <= 20; silent++) {
      fetch.offered(silent, INFO.length, 0);
    }
    fetch.offered(HONEST, INFO.length, 0);
    assertThat(firstAskOf(HONEST)).isEqualTo(200);
    assertThat(honestAnswer()).isInstanceOf(MetadataFetch.Outcome.Done.class);
  }

  @Test
  void whoWasAskedForWhatIsGivenUpIsAskedAnew() {
    int size = 8 * MetadataFetch.PIECE;
    fetch.offered(2, size, 0);
    fetch.offered(HONEST, size, 0);
    fetch.offered(1, 1, 0);
    assertThat(fetch.asks(0)).hasSize(9);
    // what one makes up alone has everybody asked alone: 2 to begin with, which leaves
    assertThat(fetch.arrived(1, 0, 1, ByteBuffer.allocate(1)))
        .isEqualTo(new MetadataFetch.Outcome.Spoilt(1));
    fetch.gone(1);
    assertThat(fetch.asks(1)).isEmpty();
    fetch.gone(2);
    assertThat(fetch.asks(2)).hasSize(4).allMatch(ask -> ask.conn() == HONEST);
  }

  @Test
  void whatIsKeptUnprovenIsBoundedAndTheTrueOneComesAllTheSame() {
    Map<Integer, Set<Integer>> kept = new HashMap<>();
    for (int liar = 1; liar <= 6; liar++) {
      fetch.offered(liar, MetadataFetch.MAX_SIZE - liar, 0);
    }
    for (int round = 0; round < 400; round++) {
      for (MetadataFetch.Ask ask : fetch.asks(round)) {
        Set<Integer> pieces = kept.computeIfAbsent(ask.conn(), _ -> new TreeSet<>());
        if (pieces.contains(ask.piece())) {
          pieces.clear();
        }
        boolean last = ask.piece() == (MetadataFetch.MAX_SIZE - 1) / MetadataFetch.PIECE;
        if (!last) {
          int size = MetadataFetch.MAX_SIZE - ask.conn();
          fetch.arrived(ask.conn(), ask.piece(), size, ByteBuffer.allocate(MetadataFetch.PIECE));
          pieces.add(ask.piece());
        }
      }
    }
    long bytes = kept.values().stream().mapToLong(Set::size).sum() * MetadataFetch.PIECE;
    assertThat(bytes).isLessThan(MetadataFetch.MAX_HELD + MetadataFetch.MAX_SIZE);
    fetch.offered(HONEST, INFO.length, 400);
    assertThat(fetch.asks(400)).contains(new MetadataFetch.Ask(HONEST, 0));
    assertThat(honestAnswer()).isInstanceOf(MetadataFetch.Outcome.Done.class);
  }
}
