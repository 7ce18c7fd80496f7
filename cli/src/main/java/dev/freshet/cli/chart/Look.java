package dev.freshet.cli.chart;

/// What a terminal can show.
///
/// @param columns how wide it is
/// @param unicode whether it has more than ASCII
/// @param colour whether it shows colours and its reader wants them
public record Look(int columns, boolean unicode, boolean colour) {
  /// Plain text of the usual width, for files and pipes.
  public static final Look PLAIN = new Look(80, true, false);

  private static final int LEAST = 40;
  private static final int MOST = 120;

  public Look {
    columns = Math.clamp(columns, LEAST, MOST);
  }
}
