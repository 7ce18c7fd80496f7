package dev.freshet.cli.unit;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Numbers of peers, each 1 or more, in rising order and each once. Written `1..16` or `1,2,4,8`,
/// or both mixed.
public record Counts(List<Integer> numbers) {
  private static final Pattern PART = Pattern.compile("(\\d{1,8})(?:\\.\\.(\\d{1,8}))?");
  private static final int MOST = 100_000;

  public Counts {
    numbers = List.copyOf(numbers);
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("no numbers");
    }
  }

  /// Null if `text` names no numbers, one below 1, or more than 100,000.
  public static @Nullable Counts parse(String text) {
    TreeSet<Integer> all = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches()) {
        return null;
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (first < 1 || last < first || last - first >= MOST) {
        return null;
      }
      IntStream.rangeClosed(first, last).forEach(all::add);
    }
    return new Counts(List.copyOf(all));
  }

  /// The largest.
  public int largest() {
    return numbers.getLast();
  }
}
