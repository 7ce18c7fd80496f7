package dev.freshet.rules.planted.hashes;

import java.util.HashMap;
import java.util.Map;

/// Listed with a reason.
final class Excused {
  final Map<String, String> map = new HashMap<>();
}
