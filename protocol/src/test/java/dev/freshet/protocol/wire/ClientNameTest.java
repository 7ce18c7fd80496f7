package dev.freshet.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientNameTest {
  @ParameterizedTest
  @CsvSource({
    "-FH0100-bbbbbbbbbbbb, Freshet 0.1.0",
    "-FT1230-bbbbbbbbbbbb, FoxTorrent 1.2.3",
    "-TR2940-bbbbbbbbbbbb, Transmission 2.94",
    "-TR300Z-bbbbbbbbbbbb, Transmission 3.00",
    "-TR4050-bbbbbbbbbbbb, Transmission 4.0.5",
    "-qB4650-bbbbbbbbbbbb, qBittorrent 4.6.5",
    "-qB5110-bbbbbbbbbbbb, qBittorrent 5.1.1",
    "-LT20A0-bbbbbbbbbbbb, libtorrent 2.0.10",
    "-lt0D80-bbbbbbbbbbbb, rTorrent 0.13.8",
    "-DE211s-bbbbbbbbbbbb, Deluge 2.1.1",
    "-UT3556-bbbbbbbbbbbb, µTorrent 3.5.5.6",
    "A2-1-36-0-bbbbbbbbbb, aria2 1.36.0",
    "M7-10-5--bbbbbbbbbbb, BitTorrent 7.10.5",
    "-ZZ1000-bbbbbbbbbbbb, -ZZ1000-bbbbbbbbbbbb",
    "-TR4_50-bbbbbbbbbbbb, -TR4_50-bbbbbbbbbbbb",
    "A2-1-36-bbbbbbbbbbbb, A2-1-36-bbbbbbbbbbbb",
    "Mbbbbbbbbbbbbbbbbbbb, Mbbbbbbbbbbbbbbbbbbb"
  })
  void knownHabitsAreNamedAndOthersShown(String id, String name) {
    assertThat(ClientName.of(PeerId.of(id.getBytes(StandardCharsets.US_ASCII)))).isEqualTo(name);
  }

  @Test
  void randomIdsAreShownAsPrintableText() {
    for (long seed = 0; seed < 10_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] id = new byte[20];
      random.nextBytes(id);
      if (random.nextBoolean()) {
        id[0] = '-';
        id[7] = '-';
      }
      assertThat(ClientName.of(PeerId.of(id))).as("seed %d", seed).matches("[!-~]{20,60}");
    }
  }
}
