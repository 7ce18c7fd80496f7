package dev.freshet.sim.fault;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How often each fault struck. Not thread-safe.
public final class FaultCounts {
  private final long[] counts = new long[Fault.values().length];

  /// Nothing has struck yet.
  public FaultCounts() {}

  /// This one struck.
  public void count(Fault fault) {
    counts[fault.ordinal()]++;
  }

  /// These struck as well.
  public void add(FaultCounts others) {
    Arrays.setAll(counts, i -> counts[i] + others.counts[i]);
  }

  /// How often this one struck.
  public long of(Fault fault) {
    return counts[fault.ordinal()];
  }

  /// Those that never struck.
  public List<Fault> missing() {
    return Arrays.stream(Fault.values()).filter(fault -> of(fault) == 0).toList();
  }

  /// All of them.
  public Map<Fault, Long> all() {
    Map<Fault, Long> all = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      all.put(fault, of(fault));
    }
    return all;
  }

  /// The sum over several runs.
  public static FaultCounts sum(Collection<FaultCounts> runs) {
    FaultCounts sum = new FaultCounts();
    runs.forEach(sum::add);
    return sum;
  }
}
