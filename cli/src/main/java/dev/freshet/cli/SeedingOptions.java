package dev.freshet.cli;

import dev.freshet.cli.unit.Span;
import dev.freshet.core.api.SeedGoal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How long a finished download goes on giving.
final class SeedingOptions {
  @Option(
      names = "--keep-seeding",
      description = "Stay as a seed; prints 'complete' at the moment of completion.")
  private boolean keepSeeding;

  @Option(
      names = "--seed-for",
      paramLabel = "DURATION",
      description =
          "Stay as a seed this long, such as 90s, 5m or 1h30m; 0s leaves at once. Where nothing is"
              + " said about staying, it is for a minute at most, or as long as the download took,"
              + " while a peer lacks what few others have.")
  private @Nullable Span seedFor;

  @Option(
      names = "--seed-ratio",
      paramLabel = "R",
      description = "Stay as a seed until so many times the size has been sent.")
  private @Nullable Double seedRatio;

  /// Whether to stay until told otherwise.
  boolean keepSeeding() {
    return keepSeeding;
  }

  /// Whether anything was said about how long.
  boolean asked() {
    return keepSeeding || seedFor != null || seedRatio != null;
  }

  /// When it has given enough. By default it lingers for a moment, as long as somebody needs it.
  SeedGoal goal() throws Failure {
    Double ratio = seedRatio;
    if (ratio != null && !(ratio >= 0)) {
      throw Failure.usage("--seed-ratio " + ratio + " is not a ratio; give one such as 1.5.");
    }
    if (keepSeeding) {
      return SeedGoal.FOREVER;
    }
    if (ratio == null && seedFor == null) {
      return SeedGoal.LINGER;
    }
    return new SeedGoal(
        ratio == null ? Double.POSITIVE_INFINITY : ratio,
        seedFor == null ? Long.MAX_VALUE : seedFor.nanos(),
        false);
  }
}
