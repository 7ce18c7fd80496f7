package dev.freshet.core.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// When an address is tried again.
final class PeerBookTest {
  private static final long SECOND = 1_000_000_000L;

  private final PeerBook book = new PeerBook(new SplittableRandom(1));
  private final Endpoint peer = Objects.requireNonNull(Endpoint.parse("192.0.2.1:6881"));

  private List<Long> waits(boolean failed, int times) {
    List<Long> waits = new ArrayList<>();
    long now = 0;
    book.learn(now, List.of(peer));
    for (int i = 0; i < times; i++) {
      assertThat(book.next(now, true)).isEqualTo(peer);
      if (!failed) {
        book.connected(now, peer);
      }
      book.disconnected(now, peer, failed, false);
      long next = book.deadline(now, true);
      waits.add(next - now);
      now = next;
    }
    return waits;
  }

  @Test
  void whoHangsUpIsTriedAgainSoonAndThenEverLater() {
    List<Long> waits = waits(false, 6);
    List<Long> least = List.of(5L, 10L, 20L, 40L, 40L, 40L);
    for (int i = 0; i < waits.size(); i++) {
      long wait = least.get(i) * SECOND;
      assertThat(waits.get(i)).as("wait " + i).isBetween(wait, wait * 3 / 2);
    }
  }

  @Test
  void whoDoesNotAnswerIsTriedEverMoreSeldomAndThenForgotten() {
    List<Long> waits = waits(true, PeerBook.MAX_FAILURES - 1);
    List<Long> least = List.of(5L, 20L, 80L, 320L);
    for (int i = 0; i < waits.size(); i++) {
      long wait = least.get(i) * SECOND;
      assertThat(waits.get(i)).as("wait " + i).isBetween(wait, wait * 3 / 2);
    }
    long last = waits.stream().mapToLong(Long::longValue).sum();
    assertThat(book.next(last, true)).isEqualTo(peer);
    book.disconnected(last, peer, true, false);
    assertThat(book.size()).isZero();
  }
}
