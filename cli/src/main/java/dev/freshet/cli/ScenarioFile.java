package dev.freshet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// A swarm on file: a word and its value a line, the words being the flags of `simulate` without
/// dashes; `#` begins a comment.
final class ScenarioFile {
  /// Those that come with the program.
  static final List<String> BUNDLED =
      List.of(
          "flash-crowd",
          "staggered-arrivals",
          "churn",
          "selfish-leaving",
          "mixed-leaving",
          "polite-leaving",
          "free-riders",
          "mixed-uplinks",
          "slow-origin",
          "two-sites",
          "web-origin",
          "loss-and-delay");

  private final String name;
  private final String title;
  private final List<Entry> entries;

  /// A line that says something.
  private record Entry(int line, String word, @Nullable String value) {
    List<String> arguments() {
      return value == null ? List.of("--" + word) : List.of("--" + word, value);
    }
  }

  private ScenarioFile(String name, List<String> lines) {
    this.name = name;
    this.title = lines.isEmpty() ? "" : lines.getFirst().replaceFirst("^#\\s*", "");
    this.entries = new ArrayList<>();
    int number = 0;
    for (String line : lines) {
      number++;
      String said = line.replaceFirst("#.*", "").strip();
      if (!said.isEmpty()) {
        String[] parts = said.split("\\s+", 2);
        entries.add(new Entry(number, parts[0], parts.length < 2 ? null : parts[1]));
      }
    }
  }

  /// The one that comes with the program under this name, or the file of this name.
  static ScenarioFile named(String name) throws Failure {
    if (BUNDLED.contains(name)) {
      return bundled(name);
    }
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw Failure.usage(
          "there is no scenario and no file " + name + "; 'freshet simulate --list' shows some.");
    }
    try {
      return new ScenarioFile(file.getFileName().toString(), Files.readAllLines(file));
    } catch (CharacterCodingException e) {
      throw Failure.usage(name + " is not a text file in UTF-8; give a scenario.");
    } catch (IOException e) {
      throw Failure.of(name + " cannot be read: " + e.getMessage() + ".");
    }
  }

  /// One of [#BUNDLED].
  static ScenarioFile bundled(String name) {
    try (InputStream in = ScenarioFile.class.getResourceAsStream("scenarios/" + name + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("scenario " + name + " is not in the program");
      }
      return new ScenarioFile(
          name, new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new IllegalStateException("scenario " + name + " cannot be read", e);
    }
  }

  /// What to call it.
  String name() {
    return name;
  }

  /// Its first line, without the `#`.
  String title() {
    return title;
  }

  /// What it says, but for what these flags say otherwise.
  ScenarioOptions under(List<OptionSpec> flags) throws Failure {
    check();
    List<String> arguments = new ArrayList<>();
    for (Entry entry : entries) {
      if (flags.stream().noneMatch(flag -> replaces(flag, entry.word))) {
        arguments.addAll(entry.arguments());
      }
    }
    for (OptionSpec flag : flags) {
      if (known(flag.longestName())) {
        arguments.addAll(said(flag));
      }
    }
    ScenarioOptions options = new ScenarioOptions();
    try {
      line(options).parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw Failure.usage(e.getMessage() + ".");
    }
    return options;
  }

  /// The ways for the origin to give take each other's place.
  private static boolean replaces(OptionSpec flag, String word) {
    return switch (flag.longestName()) {
      case "--super-seed", "--no-super-seed", "--web-origin" ->
          word.endsWith("super-seed") || word.equals("web-origin");
      default -> flag.longestName().equals("--" + word);
    };
  }

  /// The flag as it was given.
  static List<String> said(OptionSpec flag) {
    List<String> arguments = new ArrayList<>();
    if (flag.typeInfo().isBoolean()) {
      return List.of(flag.longestName());
    }
    for (String value : flag.originalStringValues()) {
      arguments.add(flag.longestName());
      arguments.add(value);
    }
    return arguments;
  }

  /// Whether this flag describes a swarm.
  static boolean known(String flag) {
    return line(new ScenarioOptions()).getCommandSpec().findOption(flag) != null;
  }

  private static CommandLine line(ScenarioOptions options) {
    CommandLine line = new CommandLine(options);
    Program.converters(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  /// Names the first line that makes no sense.
  private void check() throws Failure {
    List<String> arguments = new ArrayList<>();
    for (Entry entry : entries) {
      String where = name + ", line " + entry.line + ": ";
      if (!known("--" + entry.word)) {
        throw Failure.usage(
            where
                + "'"
                + entry.word
                + "' is not a word; the words are the flags of 'freshet simulate' that describe a"
                + " swarm, without dashes.");
      }
      arguments.addAll(entry.arguments());
      try {
        ParseResult result =
            line(new ScenarioOptions()).parseArgs(arguments.toArray(String[]::new));
        if (!result.unmatched().isEmpty()) {
          throw Failure.usage(where + "'" + result.unmatched().getFirst() + "' is too much.");
        }
      } catch (ParameterException e) {
        throw Failure.usage(where + e.getMessage() + ".");
      }
    }
  }
}
