package dev.freshet.core.piece;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class BlameLedgerTest {
  /// Digests of these contents: equal contents, equal digests.
  private static byte[] digests(int... contents) {
    byte[] digests = new byte[32 * contents.length];
    for (int i = 0; i < contents.length; i++) {
      Arrays.fill(digests, 32 * i, 32 * i + 32, (byte) contents[i]);
    }
    return digests;
  }

  private static int[] by(int... senders) {
    return senders;
  }

  @Test
  void onlySenderOfABadPieceIsGuiltyAtOnce() {
    var ledger = new BlameLedger();
    assertThat(ledger.failed(3, digests(1, 2, 3), by(9, 9, 9))).containsExactly(9);
    assertThat(ledger.open(3)).isFalse();
    assertThat(ledger.suspects(9)).isFalse();
  }

  @Test
  void senderOfADifferingBlockIsGuiltyWhenThePieceVerifies() {
    var ledger = new BlameLedger();
    assertThat(ledger.failed(3, digests(1, 66, 3), by(7, 8, 9))).isEmpty();
    assertThat(ledger.open(3)).isTrue();
    assertThat(ledger.suspects(7) && ledger.suspects(8) && ledger.suspects(9)).isTrue();
    assertThat(ledger.suspects(10)).isFalse();

    assertThat(ledger.verified(3, digests(1, 2, 3))).containsExactly(8);
    assertThat(ledger.anySuspects()).isFalse();
    assertThat(ledger.suspects(7)).isFalse();
  }

  @Test
  void allAttemptsCount() {
    var ledger = new BlameLedger();
    ledger.failed(3, digests(66, 2, 3), by(7, 8, 9));
    ledger.failed(3, digests(1, 2, 67), by(10, 8, 8));
    assertThat(ledger.verified(3, digests(1, 2, 3))).containsExactly(7, 8);
  }

  @Test
  void badBlocksAreKnownAtOnceWhenTheRightDigestsAre() {
    assertThat(BlameLedger.badBlocks(digests(1, 66, 3, 68), digests(1, 2, 3, 4)))
        .containsExactly(1, 3);
  }

  @Test
  void honestPeersAreNeverGuiltyAndLiarsAlwaysAreInTheEnd() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      var ledger = new BlameLedger();
      int blocks = random.nextInt(1, 30);
      int[] right = random.ints(blocks, 0, 100).toArray();
      var lied = new TreeSet<Integer>();
      var found = new TreeSet<Integer>();
      int attempts = 0;
      while (true) {
        int[] got = right.clone();
        int[] senders = random.ints(blocks, 0, 10).toArray();
        boolean bad = false;
        for (int i = 0; i < blocks; i++) {
          // peers below 3 lie now and then
          if (senders[i] < 3 && random.nextInt(4) == 0 && attempts < BlameLedger.MAX_ATTEMPTS) {
            got[i] = 100 + random.nextInt(20);
            lied.add(senders[i]);
            bad = true;
          }
        }
        if (!bad) {
          found.addAll(ledger.verified(0, digests(right)));
          break;
        }
        attempts++;
        found.addAll(ledger.failed(0, digests(got), senders));
      }
      assertThat(found).as("seed " + seed).isEqualTo(lied);
      assertThat(ledger.anySuspects()).isFalse();
    }
  }

  @Test
  void memoryIsBounded() {
    var ledger = new BlameLedger();
    int[] senders = new int[1024];
    senders[0] = 1;
    for (int piece = 0; piece < 1000; piece++) {
      ledger.failed(piece, new byte[32 * 1024], senders);
    }
    int kept = 0;
    for (int piece = 0; piece < 1000; piece++) {
      kept += ledger.open(piece) ? 1 : 0;
    }
    assertThat(kept).isEqualTo(BlameLedger.MAX_BYTES / (32 * 1024));
    assertThat(ledger.open(999)).isTrue();
    assertThat(ledger.verified(0, new byte[32 * 1024])).isEqualTo(Set.of());
  }

  @Test
  void defaultsAreAsDocumented() {
    assertThat(BlameLedger.MAX_BYTES).isEqualTo(4 << 20);
    assertThat(BlameLedger.MAX_ATTEMPTS).isEqualTo(8);
  }
}
