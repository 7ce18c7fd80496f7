package dev.freshet.protocol.announce;

import dev.freshet.protocol.Hash;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an HTTP tracker answers to a scrape (BEP 48).
public sealed interface ScrapeResponse {
  /// The swarms that it knows of those asked for, by 20-byte info-hash.
  record Counts(SortedMap<Hash, SwarmCounts> swarms) implements ScrapeResponse {
    public Counts {
      swarms = Collections.unmodifiableSortedMap(new TreeMap<>(swarms));
    }
  }

  /// The tracker refuses; `reason` is its own text, cut to a sane length and without control
  /// characters.
  record Refused(String reason) implements ScrapeResponse {}
}
