package dev.freshet.rules;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A document names classes in code quotes; each of them exists. Words that are no classes of ours
/// are not capitalised there, or are listed.
final class Plan {
  private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");

  private static final Pattern TYPE = Pattern.compile("(?<![\\w-])([A-Z][a-z]\\w*)");

  /// How documents name what shows a thing.
  private static final Pattern SHOWN = Pattern.compile("`I?T (\\w+(?:Test|IT))\\b");

  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");

  /// Types of the JDK, and file names that the plan speaks of.
  private static final Set<String> FOREIGN =
      Set.of(
          "HashMap",
          "HashSet",
          "Map",
          "Set",
          "Math",
          "Manager",
          "Helper",
          "Util",
          "Utils",
          "Impl",
          "Base",
          "MessageDigest",
          "FileChannel",
          "Selector",
          "HttpClient",
          "System",
          "Thread",
          "ByteBuffer",
          "RandomGenerator",
          "ThreadLocalRandom");

  private Plan() {}

  /// Every type that these sources declare, nested ones too.
  static Set<String> declared(List<String> sources) {
    return sources.stream()
        .flatMap(source -> DECLARED.matcher(source).results())
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The tests that `document` names and nobody declares.
  static Set<String> missingTests(String document, Set<String> declared) {
    return SHOWN
        .matcher(document)
        .results()
        .map(match -> match.group(1))
        .filter(name -> !declared.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The types that `document` names and nobody declares.
  static Set<String> missing(String document, Set<String> declared) {
    String prose = document.replaceAll("(?s)```.*?```", "");
    return QUOTED
        .matcher(prose)
        .results()
        .map(match -> match.group(1))
        .flatMap(code -> TYPE.matcher(code).results().map(MatchResult::group))
        .filter(name -> !declared.contains(name) && !FOREIGN.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
