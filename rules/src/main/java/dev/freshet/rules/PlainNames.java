package dev.freshet.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/// A class is named by what it is. These endings say only that no noun was found.
public record PlainNames() implements Rule {
  private static final List<String> EMPTY_WORDS =
      List.of("Manager", "Helper", "Helpers", "Util", "Utils", "Impl", "Base");

  @Override
  public String sentence() {
    return "classes are named by nouns of the domain";
  }

  @Override
  public List<String> broken(Room room) {
    return room.classes().stream()
        .filter(type -> EMPTY_WORDS.stream().anyMatch(type.getSimpleName()::endsWith))
        .map(JavaClass::getName)
        .sorted()
        .toList();
  }
}
