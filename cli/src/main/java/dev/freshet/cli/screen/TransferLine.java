package dev.freshet.cli.screen;

import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One torrent in one or two lines: how far, how fast, how long, and why not.
public final class TransferLine {
  private static final int NAME_COLUMNS = 32;
  private static final int LEAST_NAME_COLUMNS = 8;
  private static final int BAR_COLUMNS = 24;
  private static final int LEAST_BAR_COLUMNS = 5;
  private static final String BAR = "";

  private TransferLine() {}

  /// What to draw now on a terminal of so many columns. The second line is there only when
  /// something needs to be said.
  public static List<String> of(TorrentStatus status, int columns) {
    List<String> lines = new ArrayList<>();
    lines.add(fitted(status, parts(status), columns));
    if (!status.explanation().isEmpty()) {
      lines.add("  " + Text.plain(status.explanation()));
    }
    return lines;
  }

  /// Name and parts in one line. The bar takes what columns are left, and goes first; then the name
  /// gets shorter.
  private static String fitted(TorrentStatus status, List<String> parts, int columns) {
    String name = Text.plain(status.name().isEmpty() ? status.hashes().toString() : status.name());
    int fixed =
        parts.stream().filter(part -> !part.equals(BAR)).mapToInt(TransferLine::taken).sum();
    int nameColumns = Math.clamp(columns - fixed, LEAST_NAME_COLUMNS, NAME_COLUMNS);
    StringBuilder line = new StringBuilder(Text.clip(name, nameColumns));
    int free = columns - fixed - Text.width(line.toString()) - 2;
    for (String part : parts) {
      if (!part.equals(BAR)) {
        line.append("  ").append(part);
      } else if (free >= LEAST_BAR_COLUMNS) {
        line.append("  ").append(bar(status, Math.min(free, BAR_COLUMNS)));
      }
    }
    return line.toString();
  }

  private static int taken(String part) {
    return Text.width(part) + 2;
  }

  private static String bar(TorrentStatus status, int columns) {
    return status.phase() == Phase.CHECKING
        ? Bar.of(status.pieces() - status.toCheck(), status.pieces(), columns)
        : Bar.of(status.verified(), status.length(), columns);
  }

  private static List<String> parts(TorrentStatus status) {
    return switch (status.phase()) {
      case FETCHING_METADATA ->
          List.of("asking peers what this is", Text.count(status.connected(), "peer"));
      case CHECKING -> checking(status);
      case DOWNLOADING -> downloading(status);
      case SEEDING -> seeding(status);
      case PAUSED -> List.of(Bar.percent(status.verified(), status.length()), "paused");
      case STOPPING -> List.of("stopping");
    };
  }

  private static List<String> checking(TorrentStatus status) {
    if (status.toCheck() == 0 && status.verified() == 0) {
      return List.of("opening");
    }
    int checked = status.pieces() - status.toCheck();
    List<String> parts = new ArrayList<>();
    parts.add("checking " + Text.right(Bar.percent(checked, status.pieces()), 5));
    parts.add(BAR);
    parts.add(Size.text(status.verified()) + " good");
    addEta(status, parts);
    return parts;
  }

  private static List<String> downloading(TorrentStatus status) {
    List<String> parts = new ArrayList<>();
    String percent = Text.right(Bar.percent(status.verified(), status.length()), 5);
    parts.add(percent + " of " + Size.text(status.length()));
    parts.add(BAR);
    parts.add("↓ " + Rate.text(status.downRate()));
    parts.add("↑ " + Rate.text(status.upRate()));
    parts.add(Text.count(status.connected(), "peer"));
    addEta(status, parts);
    return parts;
  }

  private static void addEta(TorrentStatus status, List<String> parts) {
    if (status.etaSeconds() >= 0) {
      parts.add(Span.text(status.etaSeconds()) + " left");
    }
  }

  private static List<String> seeding(TorrentStatus status) {
    return List.of(
        "seeding " + Size.text(status.length()),
        "↑ " + Rate.text(status.upRate()),
        "sent " + Size.text(status.uploaded()) + " (" + times(status) + ")",
        Text.count(status.connected() - status.seeds(), "peer") + " downloading");
  }

  private static String times(TorrentStatus status) {
    double ratio = status.length() == 0 ? 0 : (double) status.uploaded() / status.length();
    return String.format(Locale.ROOT, "%.2f ×", ratio);
  }
}
