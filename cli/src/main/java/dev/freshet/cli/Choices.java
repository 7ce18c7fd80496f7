package dev.freshet.cli;

import dev.freshet.cli.swarm.SwarmMode;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.Transports;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The words for the constants of an enum, as people type them: in lower case.
///
/// @param words in the order of the constants
record Choices(List<String> words) implements Iterable<String> {
  static <E extends Enum<E>> Choices of(Class<E> type) {
    return new Choices(Stream.of(type.getEnumConstants()).map(Choices::word).toList());
  }

  /// The constant that is meant, in whatever case; null if none is.
  static <E extends Enum<E>> @Nullable E parse(Class<E> type, String text) {
    return Stream.of(type.getEnumConstants())
        .filter(each -> word(each).equalsIgnoreCase(text))
        .findFirst()
        .orElse(null);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Iterator<String> iterator() {
    return words.iterator();
  }

  /// `tcp, utp or both`.
  @Override
  public String toString() {
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /// For the completion of `--encryption`.
  static final class OfEncryption implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return of(Encryption.class).iterator();
    }
  }

  /// For the completion of `--transport`.
  static final class OfTransports implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return of(Transports.class).iterator();
    }
  }

  /// For the completion of `--mode`.
  static final class OfSwarmMode implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return of(SwarmMode.class).iterator();
    }
  }

  /// For the completion of `completion`.
  static final class OfShells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return of(CompletionCommand.For.class).iterator();
    }
  }
}
