package dev.freshet.rules;

import java.util.List;

/// One house rule.
public interface Rule {
  /// The rule as a sentence.
  String sentence();

  /// Where this module breaks it, a line each; empty if it does not.
  List<String> broken(Room room);
}
