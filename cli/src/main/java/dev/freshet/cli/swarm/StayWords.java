package dev.freshet.cli.swarm;

import dev.freshet.cli.unit.Span;
import dev.freshet.sim.scenario.Staying;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long peers stay, as people write it.
public final class StayWords {
  /// The pause between two sessions, unless said otherwise.
  private static final long USUAL_PAUSE = 60_000_000_000L;

  private StayWords() {}

  /// `forever`, `polite`, a TIME after completion, or `sessions MEDIAN [pause MEDIAN] [crash
  /// SHARE]`; null for anything else.
  public static @Nullable Staying parse(String text) {
    List<String> words = List.of(text.strip().split("[\\s:]+"));
    if (words.isEmpty()) {
      return null;
    }
    return switch (words.getFirst()) {
      case "forever" -> words.size() == 1 ? new Staying.Forever() : null;
      case "polite" -> words.size() == 1 ? new Staying.Polite() : null;
      case "sessions" -> sessions(words);
      default -> {
        Span span = words.size() == 1 ? Span.parse(words.getFirst()) : null;
        yield span == null ? null : new Staying.Linger(span.nanos());
      }
    };
  }

  private static @Nullable Staying sessions(List<String> words) {
    Span length = words.size() % 2 == 0 ? Span.parse(words.get(1)) : null;
    long pause = USUAL_PAUSE;
    double crash = 0;
    for (int i = 2; i + 1 < words.size(); i += 2) {
      Span span = Span.parse(words.get(i + 1));
      Share share = Share.parse(words.get(i + 1));
      if (words.get(i).equals("pause") && span != null) {
        pause = span.nanos();
      } else if (words.get(i).equals("crash") && share != null) {
        crash = share.part();
      } else {
        return null;
      }
    }
    return length == null || length.nanos() == 0
        ? null
        : new Staying.Sessions(length.nanos(), pause, crash);
  }
}
