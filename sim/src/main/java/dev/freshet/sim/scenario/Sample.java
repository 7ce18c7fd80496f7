package dev.freshet.sim.scenario;

/// The swarm at one moment.
///
/// @param nanos since the start
/// @param present peers that are there, the origin not counted
/// @param complete peers that have come to have everything, there or not
/// @param received payload bytes that all peers have received so far
/// @param originSent payload bytes that the origin has sent so far
/// @param rarest copies of the rarest piece among all who are there, the origin counted
/// @param meanCopies copies of a piece in the mean
public record Sample(
    long nanos,
    int present,
    int complete,
    long received,
    long originSent,
    int rarest,
    double meanCopies) {}
