package dev.freshet.sim.scenario;

/// What came of one peer. Times in nanoseconds since the start.
///
/// @param group its place in [Scenario#groups]
/// @param arrivedNanos when it first came
/// @param completedNanos when it had everything; -1 if it never did
/// @param sent payload bytes that it sent
/// @param received payload bytes that it received
public record PeerResult(
    int group, long arrivedNanos, long completedNanos, long sent, long received) {}
