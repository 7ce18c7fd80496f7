package dev.freshet.core.api;

/// One tracker as we see it.
///
/// @param message what it said last: a failure's reason, a warning, or empty
/// @param nextAnnounceNanos how long until the next announce; negative if none is planned
public record TrackerStatus(
    String url, boolean working, int peers, String message, long nextAnnounceNanos) {}
