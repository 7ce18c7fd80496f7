package dev.freshet.it;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads values out of what `--json` prints.
final class Json {
  private Json() {}

  /// The text called `key`, which holds nothing that JSON must escape.
  static String text(String lines, String key) {
    Matcher matcher = Pattern.compile('"' + key + "\":\\s*\"([^\"]*)\"").matcher(lines);
    if (!matcher.find()) {
      throw new AssertionError("no " + key + " in " + lines);
    }
    return matcher.group(1);
  }

  /// The number called `key` in the last line that has one.
  static double number(String lines, String key) {
    Matcher matcher = Pattern.compile('"' + key + "\":\\s*([-0-9.eE]+)").matcher(lines);
    String last = "";
    while (matcher.find()) {
      last = matcher.group(1);
    }
    if (last.isEmpty()) {
      throw new AssertionError("no " + key + " in " + lines);
    }
    return Double.parseDouble(last);
  }
}
