package dev.freshet.cli.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.sim.scenario.Arrivals;
import dev.freshet.sim.scenario.Staying;
import org.junit.jupiter.api.Test;

final class WordsTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void whenPeersComeIsAWordAndATime() {
    assertThat(ArrivalWords.parse("at-once")).isEqualTo(new Arrivals.AtOnce());
    assertThat(ArrivalWords.parse("at once")).isEqualTo(new Arrivals.AtOnce());
    assertThat(ArrivalWords.parse("every 2s")).isEqualTo(new Arrivals.Every(2 * SECOND));
    assertThat(ArrivalWords.parse("within:1m")).isEqualTo(new Arrivals.Within(60 * SECOND));
    assertThat(ArrivalWords.parse("1m")).isEqualTo(new Arrivals.Within(60 * SECOND));
    assertThat(ArrivalWords.parse("poisson 500ms")).isEqualTo(new Arrivals.Poisson(SECOND / 2));
    assertThat(ArrivalWords.parse("never")).isNull();
    assertThat(ArrivalWords.parse("every day")).isNull();
  }

  @Test
  void howLongPeersStayIsAWordOrATime() {
    assertThat(StayWords.parse("forever")).isEqualTo(new Staying.Forever());
    assertThat(StayWords.parse("polite")).isEqualTo(new Staying.Polite());
    assertThat(StayWords.parse("30s")).isEqualTo(new Staying.Linger(30 * SECOND));
    assertThat(StayWords.parse("sessions 5m"))
        .isEqualTo(new Staying.Sessions(300 * SECOND, 60 * SECOND, 0));
    assertThat(StayWords.parse("sessions 5m pause 10s crash 25%"))
        .isEqualTo(new Staying.Sessions(300 * SECOND, 10 * SECOND, 0.25));
    assertThat(StayWords.parse("sessions")).isNull();
    assertThat(StayWords.parse("sessions 5m pause")).isNull();
    assertThat(StayWords.parse("sessions 5m rest 1m")).isNull();
    assertThat(StayWords.parse("forever 2")).isNull();
    assertThat(StayWords.parse(":")).isNull();
  }

  @Test
  void aShareIsAPartOfAWhole() {
    assertThat(Share.parse("20%")).isEqualTo(new Share(0.2));
    assertThat(Share.parse("0.25")).isEqualTo(new Share(0.25));
    assertThat(Share.parse("101%")).isNull();
    assertThat(Share.parse("2")).isNull();
    assertThat(Share.parse("-1%")).isNull();
  }
}
