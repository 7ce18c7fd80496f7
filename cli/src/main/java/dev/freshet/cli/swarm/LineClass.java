package dev.freshet.cli.swarm;

import dev.freshet.cli.unit.Rate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Peers that have the same line. Written `COUNT:UP` or `COUNT:UP:DOWN`, such as `60:2MB/s`.
///
/// @param count how many; where a number of peers is given, their weight among the classes
/// @param down null for that of the swarm
public record LineClass(long count, Rate up, @Nullable Rate down) {
  private static final long MOST = 1_000_000_000;

  /// Null if `text` is not such a class.
  public static @Nullable LineClass parse(String text) {
    List<String> parts = List.of(text.strip().split(":", -1));
    if (parts.size() < 2 || parts.size() > 3 || !parts.getFirst().matches("\\d{1,10}")) {
      return null;
    }
    long count = Long.parseLong(parts.getFirst());
    Rate up = Rate.parse(parts.get(1));
    Rate down = parts.size() < 3 ? null : Rate.parse(parts.get(2));
    boolean whole = up != null && (parts.size() < 3 || down != null);
    return whole && count >= 1 && count <= MOST && up != null
        ? new LineClass(count, up, down)
        : null;
  }
}
