package dev.freshet.core.api;

import dev.freshet.protocol.Endpoint;

/// One neighbour as we see it. Rates in bytes a second of payload, averaged over some seconds.
///
/// @param endpoint where it can be reached, if it has said so; else the other end of the connection
/// @param transport how the connection is carried
/// @param encrypted whether what is said travels encrypted
/// @param downRate of what it was asked for, like `downloaded`
public record PeerStatus(
    Endpoint endpoint,
    String client,
    boolean outgoing,
    Transport transport,
    boolean encrypted,
    int pieces,
    long downRate,
    long upRate,
    long downloaded,
    long uploaded,
    boolean chokingUs,
    boolean interestedInUs,
    boolean chokedByUs,
    boolean interestingToUs,
    boolean snubbed) {}
