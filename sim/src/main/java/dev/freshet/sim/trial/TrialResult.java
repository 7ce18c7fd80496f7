package dev.freshet.sim.trial;

import dev.freshet.sim.fault.FaultCounts;
import org.jspecify.annotations.Nullable;

/// What came of a trial.
///
/// @param seed the number that it came from
/// @param failure the rule that was broken and by whom; null if all was well
/// @param faults what struck
/// @param nanos virtual time that passed
/// @param events how many inputs all nodes took
/// @param digest a digest of all that happened, in order
public record TrialResult(
    long seed,
    @Nullable String failure,
    FaultCounts faults,
    long nanos,
    long events,
    long digest) {}
