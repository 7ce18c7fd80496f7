package dev.freshet.rules.planted.hashes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Collections whose order differs between runs, beside some whose order does not.
final class Hashes {
  final Map<String, String> map = new HashMap<>();
  final Set<String> set = new HashSet<>();
  final Map<String, String> pairs = Map.of("a", "b");
  final Set<String> pair = Set.of("a", "b");
  final Set<String> collected = Stream.of("a").collect(Collectors.toSet());
  final Map<String, String> ordered = new LinkedHashMap<>();
  final List<String> list = List.of("a");
  final Map<String, String> empty = Map.of();
}
