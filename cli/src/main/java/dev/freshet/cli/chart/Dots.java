package dev.freshet.cli.chart;

/// A small picture of characters: with Unicode each holds two by four dots (braille), in ASCII one.
final class Dots {
  private static final String SYMBOLS = "●■▲◆▼×+";
  private static final String ASCII_SYMBOLS = "*o+x#@%";
  private static final int[] COLOURS = {33, 208, 36, 170, 178, 74, 245};
  private static final char BLANK_BRAILLE = '\u2800';
  private static final int[][] BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

  private final Look look;
  private final int columns;
  private final int rows;
  private final char[][] cells;
  private final int[][] owners;

  Dots(Look look, int columns, int rows) {
    this.look = look;
    this.columns = columns;
    this.rows = rows;
    cells = new char[rows][columns];
    owners = new int[rows][columns];
  }

  private int across() {
    return look.unicode() ? 2 : 1;
  }

  private int down() {
    return look.unicode() ? 4 : 1;
  }

  /// A dot of this series; both from 0 to 1, from the left and from the bottom.
  void dot(double x, double y, int series) {
    int column = (int) Math.round(x * (columns * across() - 1));
    int row = (int) Math.round((1 - y) * (rows * down() - 1));
    if (column < 0 || column >= columns * across() || row < 0 || row >= rows * down()) {
      return;
    }
    int cellRow = row / down();
    int cellColumn = column / across();
    char before = cells[cellRow][cellColumn];
    boolean braille = before >= BLANK_BRAILLE && before < BLANK_BRAILLE + 256;
    if (look.unicode() && before != 0 && !braille) {
      return; // a symbol tells more than a dot
    }
    owners[cellRow][cellColumn] = series;
    if (look.unicode()) {
      int bits = BITS[row % down()][column % across()];
      cells[cellRow][cellColumn] = (char) ((braille ? before : BLANK_BRAILLE) | bits);
    } else {
      cells[cellRow][cellColumn] = ASCII_SYMBOLS.charAt(series);
    }
  }

  /// A straight line of dots.
  void line(double x1, double y1, double x2, double y2, int series) {
    double wide = Math.abs(x2 - x1) * columns * across();
    double high = Math.abs(y2 - y1) * rows * down();
    int steps = (int) Math.ceil(Math.max(1, Math.max(wide, high)));
    for (int i = 0; i <= steps; i++) {
      double share = (double) i / steps;
      dot(x1 + share * (x2 - x1), y1 + share * (y2 - y1), series);
    }
  }

  /// The symbol of this series in place of what is there.
  void symbol(double x, double y, int series) {
    int column = (int) Math.round(x * (columns * across() - 1)) / across();
    int row = rowOf(y);
    if (column >= 0 && column < columns && row >= 0 && row < rows) {
      cells[row][column] = symbolOf(series);
      owners[row][column] = series;
    }
  }

  /// The row of characters in which this height is.
  int rowOf(double y) {
    return (int) Math.round((1 - y) * (rows * down() - 1)) / down();
  }

  private char symbolOf(int series) {
    return (look.unicode() ? SYMBOLS : ASCII_SYMBOLS).charAt(series);
  }

  /// What stands for this series in a legend.
  String sample(int series) {
    String line = look.unicode() ? "\u2500" + symbolOf(series) + "\u2500" : symbolOf(series) + "";
    return coloured(line, series);
  }

  /// One row, without blanks at the end.
  String row(int row) {
    StringBuilder out = new StringBuilder();
    int end = columns;
    while (end > 0 && cells[row][end - 1] == 0) {
      end--;
    }
    StringBuilder run = new StringBuilder();
    int owner = 0;
    for (int column = 0; column < end; column++) {
      boolean blank = cells[row][column] == 0;
      if (!blank && owners[row][column] != owner) {
        out.append(coloured(run.toString(), owner));
        run.setLength(0);
        owner = owners[row][column];
      }
      run.append(blank ? ' ' : cells[row][column]);
    }
    return out.append(coloured(run.toString(), owner)).toString();
  }

  private String coloured(String text, int series) {
    return look.colour() && !text.isBlank()
        ? "\u001b[38;5;" + COLOURS[series] + "m" + text + "\u001b[0m"
        : text;
  }
}
