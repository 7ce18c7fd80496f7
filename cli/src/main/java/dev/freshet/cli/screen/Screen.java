package dev.freshet.cli.screen;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A few lines at the bottom of the terminal that are drawn over and over. Without a terminal it
/// draws nothing. Safe for use by several threads.
public final class Screen {
  private static final String ESC = "\u001b[";

  private final PrintStream out;
  private final @Nullable Supplier<Extent> extent;
  private final boolean colour;
  private List<String> shown = List.of();

  /// How large the terminal is, in columns and rows.
  public record Extent(int columns, int rows) {
    /// What to assume when it will not say.
    public static final Extent USUAL = new Extent(80, 24);
  }

  /// A screen on a terminal; `extent` is asked before each drawing.
  public Screen(PrintStream out, Supplier<Extent> extent, boolean colour) {
    this.out = out;
    this.extent = extent;
    this.colour = colour;
  }

  private Screen(PrintStream out) {
    this.out = out;
    this.extent = null;
    this.colour = false;
  }

  /// No screen: what is shown is not seen, what is said goes through.
  public static Screen none(PrintStream out) {
    return new Screen(out);
  }

  /// Whether anybody sees what is shown.
  public boolean live() {
    return extent != null;
  }

  /// How much can be shown now.
  public Extent extent() {
    return extent == null ? Extent.USUAL : extent.get();
  }

  /// Draws these lines in place of those shown before; a line that starts with `#` is a heading and
  /// is drawn bold without it. What does not fit is left out at the right and at the bottom.
  public synchronized void show(List<String> lines) {
    if (extent == null) {
      return;
    }
    Extent now = extent.get();
    List<String> fitting = new ArrayList<>();
    for (String line : lines.subList(0, Math.min(lines.size(), now.rows() - 1))) {
      fitting.add(styled(line, now.columns()));
    }
    if (fitting.equals(shown)) {
      return;
    }
    StringBuilder frame = new StringBuilder(back()).append(ESC).append("?7l");
    for (String line : fitting) {
      // erased first: after a full line the cursor still stands on its last column
      frame.append(ESC).append("K").append(line).append('\n');
    }
    frame.append(ESC).append("J").append(ESC).append("?7h");
    out.print(frame);
    out.flush();
    shown = List.copyOf(fitting);
  }

  private String styled(String line, int columns) {
    boolean heading = line.startsWith("#");
    String text = Text.clip(heading ? line.substring(1) : line, columns);
    return heading && colour ? ESC + "1m" + text + ESC + "0m" : text;
  }

  /// Takes away what is shown.
  public synchronized void clear() {
    if (!shown.isEmpty()) {
      out.print(back() + ESC + "J");
      out.flush();
      shown = List.of();
    }
  }

  /// Prints a line that stays, on this stream or another that may be the same terminal.
  public synchronized void say(PrintStream stream, String line) {
    List<String> before = shown;
    clear();
    stream.println(line);
    stream.flush();
    if (!before.isEmpty()) {
      before.forEach(text -> out.print(text + "\n"));
      out.flush();
      shown = before;
    }
  }

  private String back() {
    return shown.isEmpty() ? "" : ESC + shown.size() + "F";
  }
}
