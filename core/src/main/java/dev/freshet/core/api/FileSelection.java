package dev.freshet.core.api;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.Info;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which files of a torrent are wanted: those that any rule names; all if there is no rule. Of the
/// others as much comes along as shares a piece with a wanted one. Immutable.
public record FileSelection(List<Rule> rules) {
  /// Every file.
  public static final FileSelection ALL = new FileSelection(List.of());

  private static final Pattern NUMBERS =
      Pattern.compile("\\s*(\\d{1,9})(?:\\s*-\\s*(\\d{1,9}))?\\s*");

  public FileSelection {
    rules = List.copyOf(rules);
  }

  /// What names files.
  public sealed interface Rule {
    /// The files from one number to another, both included, counted from 1 in the order of the
    /// torrent; padding is not counted.
    record Numbers(int first, int last) implements Rule {
      public Numbers {
        if (first < 1 || last < first) {
          throw new IllegalArgumentException(
              "files are counted from 1, and \"" + range(first, last) + "\" is none");
        }
      }

      @Override
      public String toString() {
        return range(first, last);
      }

      private static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
      }
    }

    /// The files from one place to another, both included, counted from 0 with padding, as a magnet
    /// link has them (`so`, BEP 53).
    record Places(Magnet.Range range) implements Rule {
      @Override
      public String toString() {
        return "so=" + range;
      }
    }

    /// The files with such a name. `*` stands for any characters, `?` for any one. With a `/` in it
    /// the pattern is held against the path below the torrent's folder, else against the last
    /// element of it; one that ends with `/` means all that is below that folder.
    record Names(String pattern) implements Rule {
      public Names {
        if (pattern.isEmpty()) {
          throw new IllegalArgumentException("no file has an empty name");
        }
      }

      @Override
      public String toString() {
        return pattern;
      }
    }
  }

  /// Reads rules: numbers and ranges of them with commas between them, such as `1,3-5`, or else a
  /// pattern for names.
  ///
  /// @throws IllegalArgumentException with a sentence, if a text means nothing
  public static FileSelection parse(List<String> texts) {
    List<Rule> rules = new ArrayList<>();
    for (String text : texts) {
      List<Rule> numbers = numbers(text);
      if (numbers != null) {
        rules.addAll(numbers);
      } else {
        rules.add(new Rule.Names(text));
      }
    }
    return new FileSelection(rules);
  }

  private static @Nullable List<Rule> numbers(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = NUMBERS.matcher(part);
      if (!matcher.matches()) {
        return null;
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      rules.add(new Rule.Numbers(first, last));
    }
    return rules;
  }

  /// Those that a magnet link names (BEP 53); all if it names none.
  public static FileSelection of(Magnet magnet) {
    return new FileSelection(magnet.select().stream().<Rule>map(Rule.Places::new).toList());
  }

  /// Whether every file is wanted.
  public boolean isAll() {
    return rules.isEmpty();
  }

  /// The wanted files by their places among [Info#files]; padding is not among them.
  public BitSet files(Info info) {
    BitSet wanted = new BitSet();
    if (isAll()) {
      add(info, null, wanted);
    }
    rules.forEach(rule -> add(info, rule, wanted));
    return wanted;
  }

  /// The pieces in which wanted files have bytes.
  public Bitfield pieces(Info info) {
    Geometry geometry = info.geometry();
    if (isAll()) {
      return Bitfield.full(geometry.pieceCount());
    }
    Bitfield pieces = new Bitfield(geometry.pieceCount());
    for (int file : files(info).stream().toArray()) {
      FileEntry entry = info.files().get(file);
      if (entry.length() > 0) {
        int last = geometry.pieceAt(entry.offset() + entry.length() - 1);
        for (int piece = geometry.pieceAt(entry.offset()); piece <= last; piece++) {
          pieces.set(piece);
        }
      }
    }
    return pieces;
  }

  /// What is wrong with this selection of the torrent's files, in words that begin and end without
  /// a stop: its first rule that names none of them. Null if each names some; of the places of a
  /// magnet link one that exists is enough.
  public @Nullable String problem(Info info) {
    Rule missing = missing(info);
    return missing == null
        ? null
        : "no file of " + info.name() + " is meant by \"" + missing + "\"";
  }

  private @Nullable Rule missing(Info info) {
    Rule missing = null;
    boolean found = isAll();
    for (Rule rule : rules) {
      BitSet named = new BitSet();
      add(info, rule, named);
      found |= !named.isEmpty();
      if (named.isEmpty() && (missing == null || !(rule instanceof Rule.Places))) {
        missing = rule;
      }
    }
    return missing instanceof Rule.Places && found ? null : missing;
  }

  private static void add(Info info, @Nullable Rule rule, BitSet to) {
    int number = 0;
    for (int place = 0; place < info.files().size(); place++) {
      FileEntry file = info.files().get(place);
      if (!file.padding()) {
        number++;
        boolean named =
            switch (rule) {
              case null -> true;
              case Rule.Numbers(int first, int last) -> first <= number && number <= last;
              case Rule.Places(Magnet.Range(int first, int last)) ->
                  first <= place && place <= last;
              case Rule.Names(String pattern) -> fits(pattern, file.path());
            };
        if (named) {
          to.set(place);
        }
      }
    }
  }

  private static boolean fits(String pattern, List<String> path) {
    if (pattern.endsWith("/")) {
      return Wildcards.fit(pattern + "*", String.join("/", path));
    }
    return Wildcards.fit(pattern, pattern.contains("/") ? String.join("/", path) : path.getLast());
  }

  @Override
  public String toString() {
    return isAll() ? "all files" : rules.toString();
  }
}
