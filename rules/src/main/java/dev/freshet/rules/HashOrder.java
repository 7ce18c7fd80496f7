package dev.freshet.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The order of a hash map or set differs between runs, so what is decided by walking one cannot be
/// replayed. Byte code does not tell a walk from a look-up; so the pure modules make none, but for
/// the classes below, each with the reason why its order is never seen.
///
/// @param lookedUpOnly class name to reason
public record HashOrder(Map<String, String> lookedUpOnly) implements Rule {
  private static final Pattern MADE =
      Pattern.compile(
          "java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap)\\.<init>.*"
              + "|java\\.util\\.(Map|Set)\\.(of|ofEntries|copyOf)\\((?!\\)).*"
              + "|java\\.util\\.stream\\.Collectors"
              + "\\.(toSet|toUnmodifiableSet|toMap|toUnmodifiableMap|groupingBy|partitioningBy)\\(.*");

  static HashOrder rule() {
    return new HashOrder(Map.of());
  }

  @Override
  public String sentence() {
    return "no collection whose order differs between runs";
  }

  @Override
  public List<String> broken(Room room) {
    return room.classes().stream()
        .filter(type -> !lookedUpOnly.containsKey(type.getName()))
        .flatMap(type ->
            type.getCodeUnitAccessesFromSelf().stream()
                .map(access -> access.getTarget().getFullName())
                .filter(target -> MADE.matcher(target).matches())
                .map(target -> made(type, target)))
        .distinct()
        .sorted()
        .toList();
  }

  private static String made(JavaClass type, String target) {
    return type.getName() + " calls " + target;
  }
}
