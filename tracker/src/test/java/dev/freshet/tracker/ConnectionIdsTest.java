package dev.freshet.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.IpAddress;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConnectionIdsTest {
  private static final IpAddress CLIENT = IpAddress.v4(0x01020304);

  private final ConnectionIds ids = new ConnectionIds(new byte[32]);

  @Test
  void anIdIsGoodForItsMinuteAndTheNext() {
    long id = ids.id(CLIENT, 100);
    assertThat(ids.isValid(CLIENT, 100, id)).isTrue();
    assertThat(ids.isValid(CLIENT, 101, id)).isTrue();
    assertThat(ids.isValid(CLIENT, 102, id)).isFalse();
    assertThat(ids.isValid(CLIENT, 99, id)).isFalse();
  }

  @Test
  void anIdIsGoodForItsClientAndKeyOnly() {
    long id = ids.id(CLIENT, 100);
    assertThat(ids.isValid(IpAddress.v4(0x01020305), 100, id)).isFalse();
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;
    assertThat(new ConnectionIds(otherKey).isValid(CLIENT, 100, id)).isFalse();
  }

  @Test
  void guessesFail() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      assertThat(ids.isValid(CLIENT, 100, random.nextLong())).isFalse();
    }
  }
}
