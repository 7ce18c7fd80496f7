package dev.freshet.cli;

import dev.freshet.cli.screen.Text;
import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.PortMapping;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.protocol.IpAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a torrent has said of itself so far, as far as a waiting command wants to know. Told on the
/// engine's thread, asked on the command's.
final class Watch implements Consumer<Event> {
  /// How it ends when something is there no longer as it was.
  static final String AGAIN = "; it is checked again.";

  private final Interrupt interrupt;
  private volatile boolean complete;
  private volatile boolean enough;
  private volatile boolean incomplete;
  private volatile boolean begun;
  private volatile Event.@Nullable DiskTrouble trouble;

  /// What is over already and nobody was told of, though it cost something.
  private volatile Event.@Nullable DiskTrouble passed;

  private volatile Event.@Nullable DiskTrouble told;
  private volatile String unusable = "";
  private volatile @Nullable PortMapping mapping;
  private volatile String notMapped = "";
  private volatile List<IpAddress> addresses = List.of();
  private CompletableFuture<Void> end = new CompletableFuture<>();

  /// `interrupt` is woken when something has changed.
  Watch(Interrupt interrupt) {
    this.interrupt = interrupt;
  }

  @Override
  public void accept(Event event) {
    switch (event) {
      // the status, not the events of its changes, so that totals are those of that moment
      case Event.StatusChanged(_, TorrentStatus status) -> {
        complete |= status.complete();
        incomplete |= !status.complete() && isMoving(status.phase());
      }
      case Event.PhaseChanged(_, Phase phase) -> begun |= isMoving(phase);
      case Event.GoalReached _ -> enough = true;
      case Event.MetadataUnusable(int _, String reason) -> unusable = reason;
      case Event.DiskTrouble seen -> trouble = seen;
      case Event.DiskRecovered _ -> {
        Event.DiskTrouble over = trouble;
        trouble = null;
        if (over != null && !over.equals(told) && over.problem() == DiskProblem.MISSING) {
          passed = over;
        }
      }
      case Event.PortMapped(PortMapping now) -> mapping = now;
      case Event.PortNotMapped(String reason) -> {
        mapping = null;
        notMapped = reason;
      }
      case Event.AddressesChanged(var now) -> addresses = now;
      default -> {
        return;
      }
    }
    interrupt.wake();
  }

  /// Learns from `engineEnd` if the engine ends by a fault of its own.
  void follow(CompletableFuture<Void> engineEnd) {
    end = engineEnd;
  }

  /// Whether a check has found that something is missing.
  boolean incomplete() {
    return incomplete;
  }

  /// Whether everything is verified and written.
  boolean complete() {
    return complete;
  }

  /// How the gateway lets others through to us; null if it does not.
  @Nullable PortMapping mapping() {
    return mapping;
  }

  /// Why the gateway does not, in one clause; empty if nothing is known.
  String notMapped() {
    return notMapped;
  }

  /// Where this machine is since it has moved; empty as long as it has not.
  List<IpAddress> addresses() {
    return addresses;
  }

  /// Whether it has given enough.
  boolean enough() {
    return enough;
  }

  /// Ends the command if a link leads to nothing of use, if the disk will not do what it must, or
  /// if the engine has a fault. What the disk refuses once the torrent has begun to move is waited
  /// for, as far as it can pass: the engine goes on seeding and tries again.
  void check() throws Failure {
    if (end.isCompletedExceptionally()) {
      throw new IllegalStateException("the engine failed", end.exceptionNow());
    }
    if (!unusable.isEmpty()) {
      throw Failure.of(
          "the link's torrent cannot be used: "
              + Text.plain(unusable)
              + "; check the link, and --select if it is given.");
    }
    Event.DiskTrouble seen = trouble;
    if (seen != null && !(begun && passes(seen.problem()))) {
      throw Failure.of(sentence(seen.problem(), Text.plain(seen.message())));
    }
  }

  /// What is waited for, in one sentence; empty if nothing is. What was there and had to be fetched
  /// again is told of once, however soon that was over.
  String waiting() {
    Event.DiskTrouble seen = trouble;
    if (seen == null) {
      seen = passed;
      passed = null;
    }
    told = seen;
    if (seen == null || !(begun && passes(seen.problem()))) {
      return "";
    }
    if (seen.problem() == DiskProblem.MISSING) {
      return Text.plain(seen.message()) + AGAIN;
    }
    String hint =
        switch (seen.problem()) {
          case FULL -> "make room";
          case DENIED -> "change its permissions";
          case MISSING, IN_USE, BAD_NAME, FAILED -> "check the disk";
        };
    return Text.plain(seen.message()) + "; " + hint + ": the download waits and goes on by itself.";
  }

  private static boolean isMoving(Phase phase) {
    return phase == Phase.DOWNLOADING || phase == Phase.SEEDING;
  }

  private static boolean passes(DiskProblem problem) {
    return switch (problem) {
      case FULL, DENIED, MISSING, FAILED -> true;
      case IN_USE, BAD_NAME -> false;
    };
  }

  private static String sentence(DiskProblem problem, String message) {
    return switch (problem) {
      case FULL -> message + "; make room and run the same command again: it continues.";
      case DENIED -> message + "; change its permissions or choose another --dir.";
      case MISSING -> message + "; run the same command again: it checks what is there.";
      case IN_USE ->
          "another Freshet is at work on this torrent in the same folder; let it finish, or use"
              + " another folder.";
      case BAD_NAME -> message + "; this torrent cannot be stored here.";
      case FAILED -> message + "; check the disk.";
    };
  }
}
