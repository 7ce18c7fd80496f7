package dev.freshet.lab;

/// How far one peer of a run is.
///
/// @param have bytes that it has
/// @param downRate bytes a second that it receives now
/// @param upRate bytes a second that it sends now; [#SILENT] if it never sends any
/// @param seconds when it had everything, after the start; negative while it has not
public record PeerProgress(long have, long downRate, long upRate, double seconds) {
  /// The up rate of one that only takes.
  public static final long SILENT = -1;

  /// Whether it has everything.
  public boolean finished() {
    return seconds >= 0;
  }
}
