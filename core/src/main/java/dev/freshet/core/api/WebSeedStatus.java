package dev.freshet.core.api;

/// One web seed as we see it.
///
/// @param downRate bytes a second, averaged over some seconds
/// @param downloaded payload received, bad blocks included
/// @param fetching whether anything is under way from it
/// @param dropped whether it will never be asked again
/// @param message why it was let alone last, as one clause; empty if nothing is wrong
public record WebSeedStatus(
    String url,
    long downRate,
    long downloaded,
    boolean fetching,
    boolean dropped,
    String message) {}
