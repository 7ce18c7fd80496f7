package dev.freshet.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.screen.Swarm.Member;
import dev.freshet.cli.screen.Swarm.Way;
import dev.freshet.core.api.Transport;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SwarmTableTest {
  private static final Member HALF =
      new Member(
          "192.0.2.1:6881", "Freshet 0.1.0", 500_000_000, 300_000_000, 3_100_000, true, null);
  private static final Member WHOLE =
      new Member(
          "[2001:db8::1]:51413",
          "libtorrent/2.0.8\u001b",
          1_000_000_000,
          900_000_000,
          0,
          false,
          new Way(Transport.UTP, true));

  @Test
  void everyPeerHasARow() {
    Swarm swarm =
        new Swarm("big.iso", 1_000_000_000, 1_310_000_000, 3_100_000, 125, List.of(HALF, WHOLE));
    assertThat(SwarmTable.lines(swarm, 24))
        .containsExactly(
            "#big.iso  1.00 GB  shared for 2m 05s  ↑ 3.10 MB/s",
            "  2 peers, 1 complete  1.50 copies out there  sent 1.31 GB = 1.31 × the whole",
            "",
            "  PEER                   CLIENT          HAS                    SENT        NOW",
            "  192.0.2.1:6881         Freshet 0.1.0   ██████░░░░░░ 50.0%   300 MB  3.10 MB/s",
            "  [2001:db8::1]:51413    libtorrent/2.…  ████████████  100%   900 MB       left");
  }

  @Test
  void beforeAnybodyComesItSaysSo() {
    assertThat(SwarmTable.lines(new Swarm("a", 10, 0, 0, 0, List.of()), 24))
        .containsExactly(
            "#a  10 B  shared for 0s  ↑ 0 B/s",
            "  0 peers, 0 complete  0.00 copies out there  sent 0 B = 0.00 × the whole",
            "  Nobody has come yet.");
  }

  @Test
  void whereNotAllFitTheCompleteOnesGoFirst() {
    List<Member> members = IntStream.range(0, 10).mapToObj(i -> i % 2 == 0 ? WHOLE : HALF).toList();
    List<String> lines = SwarmTable.lines(new Swarm("a", 1_000_000_000, 0, 0, 0, members), 10);
    assertThat(lines).hasSize(10).endsWith("  and 5 more");
    assertThat(lines.subList(4, 9)).allMatch(line -> line.contains("192.0.2.1"));
  }

  @Test
  void theEndIsOneLine() {
    Swarm swarm = new Swarm("a", 1_000_000_000, 2_000_000_000, 0, 60, List.of(WHOLE));
    assertThat(SwarmTable.summary(swarm))
        .isEqualTo("shared a for 1m 00s: 1 peer, 1 complete; sent 2.00 GB = 2.00 × the whole");
    assertThat(swarm.json().toString())
        .contains("\"transport\":\"utp\",\"encrypted\":true,\"here\":false")
        .endsWith("\"sent\":2000000000,\"sent_over_size\":2.0}");
  }
}
