package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.freshet.cli.screen.Statuses;
import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.Phase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WatchTest {
  private final Watch watch = new Watch(new Interrupt());

  @Test
  void completionCountsOnceTheTotalsAreTold() {
    watch.accept(new Event.Completed(1));
    assertThat(watch.complete()).isFalse();
    watch.accept(new Event.StatusChanged(1, Statuses.seeding(List.of())));
    assertThat(watch.complete()).isTrue();
    assertThat(watch.enough()).isFalse();
    watch.accept(new Event.GoalReached(1));
    assertThat(watch.enough()).isTrue();
  }

  @Test
  void aSeedThatMustDownloadIsIncomplete() {
    watch.accept(new Event.StatusChanged(1, Statuses.status(Phase.CHECKING, 0, 9, "")));
    assertThat(watch.incomplete()).isFalse();
    watch.accept(new Event.StatusChanged(1, Statuses.status(Phase.DOWNLOADING, 1, 0, "")));
    assertThat(watch.incomplete()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(DiskProblem.class)
  void troubleWithTheDiskEndsTheCommandWithASentence(DiskProblem problem) {
    // which file it is that somebody has open is of no use to anyone
    String start =
        problem == DiskProblem.IN_USE
            ? "another Freshet is at work "
            : "a.iso cannot be written\ufffd; ";
    watch.accept(new Event.DiskTrouble(1, problem, "a.iso cannot be written\u001b"));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(watch::check)
        .satisfies(failure -> assertThat(failure.sentence()).startsWith(start).endsWith("."));
    watch.accept(new Event.DiskRecovered(1));
    assertThatCode(watch::check).doesNotThrowAnyException();
  }

  @Test
  void whatHadToBeFetchedAgainIsToldOfHoweverSoonItWasOver() {
    watch.accept(new Event.PhaseChanged(1, Phase.DOWNLOADING));
    watch.accept(new Event.DiskTrouble(1, DiskProblem.MISSING, "a.iso is gone"));
    watch.accept(new Event.DiskRecovered(1));
    assertThat(watch.waiting()).isEqualTo("a.iso is gone; it is checked again.");
    assertThat(watch.waiting()).isEmpty();
    watch.accept(new Event.DiskTrouble(1, DiskProblem.MISSING, "a.iso is gone"));
    assertThat(watch.waiting()).isNotEmpty();
    watch.accept(new Event.DiskRecovered(1));
    assertThat(watch.waiting()).as("was told").isEmpty();
    watch.accept(new Event.DiskTrouble(1, DiskProblem.FULL, "no room"));
    watch.accept(new Event.DiskRecovered(1));
    assertThat(watch.waiting()).as("cost nothing").isEmpty();
  }

  @Test
  void aLinkThatLeadsToNothingOfUseEndsTheCommand() {
    watch.accept(new Event.MetadataUnusable(1, "no file of x\u001b is meant by \"y\""));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(watch::check)
        .satisfies(failure ->
            assertThat(failure.sentence())
                .isEqualTo(
                    "the link's torrent cannot be used: no file of x\ufffd is meant by \"y\";"
                        + " check the link, and --select if it is given."));
  }

  @ParameterizedTest
  @EnumSource(DiskProblem.class)
  void whatCanPassIsWaitedForOnceTheTorrentMoves(DiskProblem problem) {
    watch.accept(new Event.PhaseChanged(1, Phase.CHECKING));
    watch.accept(new Event.PhaseChanged(1, Phase.DOWNLOADING));
    watch.accept(new Event.DiskTrouble(1, problem, "a.iso cannot be written"));
    switch (problem) {
      case FULL, DENIED, MISSING, FAILED -> {
        assertThatCode(watch::check).doesNotThrowAnyException();
        assertThat(watch.waiting())
            .startsWith("a.iso cannot be written; ")
            .endsWith(
                problem == DiskProblem.MISSING
                    ? "it is checked again."
                    : "the download waits and goes on by itself.");
      }
      case IN_USE, BAD_NAME -> assertThatExceptionOfType(Failure.class).isThrownBy(watch::check);
    }
    watch.accept(new Event.DiskRecovered(1));
    assertThat(watch.waiting()).isEmpty();
  }

  @Test
  void aFaultOfTheEngineIsNoSilentWait() {
    watch.follow(CompletableFuture.failedFuture(new IllegalArgumentException("broken")));
    assertThatIllegalStateException()
        .isThrownBy(watch::check)
        .withRootCauseInstanceOf(IllegalArgumentException.class);
  }
}
