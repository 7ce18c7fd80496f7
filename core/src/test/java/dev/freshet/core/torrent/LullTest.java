package dev.freshet.core.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TrackerStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Why nothing moves, in one sentence.
class LullTest {
  private static final long SECOND = 1_000_000_000L;

  private static Lull lull(Lull.Counts counts, boolean slow, boolean limited) {
    return new Lull("", "", "", "", slow, limited, 0, false, 3, counts, List.of());
  }

  private static Lull lonely(int opening, int known, TrackerStatus... trackers) {
    return new Lull(
        "",
        "",
        "",
        "",
        false,
        false,
        opening,
        false,
        known,
        new Lull.Counts(0, 0, 0, 0),
        List.of(trackers));
  }

  private static TrackerStatus tracker(boolean working, String message) {
    return new TrackerStatus("http://t/announce", working, 0, message, 25 * SECOND);
  }

  private static String waiting(Lull lull) {
    return lull.why(Phase.DOWNLOADING, 0, 0);
  }

  @Test
  void whileSomethingMovesNothingIsSaid() {
    Lull lull = lull(new Lull.Counts(5, 5, 5, 5), false, false);
    assertThat(lull.why(Phase.DOWNLOADING, 1, 0)).isEmpty();
    assertThat(lull.why(Phase.SEEDING, 0, 1)).isEmpty();
    assertThat(lull.why(Phase.CHECKING, 0, 0)).isEmpty();
    assertThat(lull.why(Phase.PAUSED, 0, 0)).isEmpty();
  }

  @Test
  void withoutPeersItSaysWhenTheNextTryIs() {
    assertThat(waiting(lonely(2, 0))).isEqualTo("Connecting to peers.");
    assertThat(waiting(lonely(0, 0, tracker(true, ""))))
        .isEqualTo("No peers found yet; next announce in 25 s.");
    assertThat(waiting(lonely(0, 4, tracker(true, ""))))
        .isEqualTo("No peer can be reached; next announce in 25 s.");
    assertThat(waiting(lonely(0, 0, tracker(false, "not allowed"))))
        .isEqualTo("The tracker cannot be used (not allowed); next announce in 25 s.");
    assertThat(lonely(0, 0).why(Phase.FETCHING_METADATA, 0, 0)).isEqualTo("No peers found yet.");
  }

  @Test
  void beforeAnybodyWasCalledNobodyIsOutOfReach() {
    Lull begun =
        new Lull("", "", "", "", false, false, 0, true, 2, new Lull.Counts(0, 0, 0, 0), List.of());
    assertThat(waiting(begun)).isEqualTo("Connecting to peers.");
  }

  @Test
  void aProxyThatDoesNotWorkIsNamedWhateverElseIsTrue() {
    String proxy = "the proxy 192.0.2.1:1080 cannot be used: connection refused";
    for (int opening = 0; opening < 2; opening++) {
      Lull lull =
          new Lull(
              "",
              "",
              "",
              proxy,
              false,
              false,
              opening,
              false,
              3,
              new Lull.Counts(0, 0, 0, 0),
              List.of());
      assertThat(waiting(lull)).isEqualTo("No peer can be reached: " + proxy + "; trying again.");
    }
  }

  @Test
  void withPeersItSaysWhatTheyLackOrDo() {
    assertThat(waiting(lull(new Lull.Counts(3, 0, 0, 0), false, false)))
        .isEqualTo("None of the 3 peers has a piece that is missing here.");
    assertThat(waiting(lull(new Lull.Counts(3, 2, 2, 0), false, false)))
        .isEqualTo("All 2 peers that have missing pieces are choking us.");
    assertThat(waiting(lull(new Lull.Counts(3, 2, 1, 0), false, false)))
        .isEqualTo("Waiting for the blocks that were asked for.");
  }

  @Test
  void whatIsOursIsSaidToo() {
    Lull.Counts good = new Lull.Counts(3, 2, 0, 0);
    assertThat(waiting(lull(good, true, false))).startsWith("The disk is slow");
    assertThat(waiting(lull(good, false, true))).startsWith("Your own download limit");
    assertThat(
            waiting(
                new Lull("", "no space left", "", "", false, false, 0, false, 0, good, List.of())))
        .isEqualTo("no space left; trying again.");
  }

  @Test
  void aSeedThatLacksSomethingSaysSoWhileItGivesTheRest() {
    Lull.Counts idle = new Lull.Counts(2, 0, 0, 1);
    Lull lull = new Lull("", "", "2 are gone.", "", false, false, 0, false, 3, idle, List.of());
    assertThat(lull.why(Phase.SEEDING, 0, 1)).isEqualTo("2 are gone.");
    assertThat(lull.why(Phase.CHECKING, 0, 0)).isEmpty();
  }

  @Test
  void aSeedSaysThatNobodyWantsAnything() {
    assertThat(lonely(0, 0).why(Phase.SEEDING, 0, 0)).isEqualTo("No peers found yet.");
    assertThat(lonely(0, 2).why(Phase.SEEDING, 0, 0)).isEqualTo("No peer is here now.");
    assertThat(lull(new Lull.Counts(2, 0, 0, 0), false, false).why(Phase.SEEDING, 0, 0))
        .isEqualTo("No peer here lacks anything.");
  }
}
