package dev.freshet.cli.swarm;

import dev.freshet.cli.unit.Span;
import dev.freshet.sim.scenario.Arrivals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When peers come, as people write it.
public final class ArrivalWords {
  private ArrivalWords() {}

  /// `at once`, `every TIME`, `within TIME` or `poisson TIME`; a time alone is `within` it. Null
  /// for anything else.
  public static @Nullable Arrivals parse(String text) {
    List<String> words = List.of(text.strip().split("[\\s:-]+"));
    if (words.size() == 1) {
      Span time = Span.parse(words.getFirst());
      return time == null ? null : new Arrivals.Within(time.nanos());
    }
    if (words.size() != 2) {
      return null;
    }
    if (words.equals(List.of("at", "once"))) {
      return new Arrivals.AtOnce();
    }
    Span span = Span.parse(words.getLast());
    if (span == null) {
      return null;
    }
    return switch (words.getFirst()) {
      case "every" -> new Arrivals.Every(span.nanos());
      case "within" -> new Arrivals.Within(span.nanos());
      case "poisson" -> new Arrivals.Poisson(span.nanos());
      default -> null;
    };
  }
}
