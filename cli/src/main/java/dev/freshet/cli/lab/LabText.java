package dev.freshet.cli.lab;

import dev.freshet.cli.chart.Look;
import dev.freshet.cli.chart.TerminalChart;
import dev.freshet.cli.screen.Text;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.PeerClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Findings for people: a table that grows row by row, and the picture when it is whole.
public final class LabText {
  /// Above the columns of [#cells]; times are in seconds.
  static final List<String> HEADS =
      List.of(
          "peers", "least", "took", "ratio", "fluid", "pieces", "last", "ratio", "mean", "origin",
          "busy");

  private static final String SECONDS = "%.2f";
  private static final int COLUMNS = 6;

  private LabText() {}

  /// What is handed out, and over which links; a line each.
  public static List<String> setting(Distribution of) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s in %s of %s; the origin sends %s"
            .formatted(
                Size.text(of.sizeBytes()),
                Text.count(of.pieces(), "piece"),
                Size.binary(of.pieceBytes()),
                Rate.text(of.originBytesPerSecond())));
    for (PeerClass each : of.classes()) {
      lines.add(
          "%s: %s up, %s down"
              .formatted(
                  Text.count(each.count(), "peer"),
                  Rate.text(each.upBytesPerSecond()),
                  new Rate(each.downBytesPerSecond())));
    }
    return lines;
  }

  /// The heads of the table.
  public static List<String> head() {
    return List.of("          client-server        peer-to-peer", row(HEADS));
  }

  /// A row of the table.
  public static String row(Finding finding) {
    return row(cells(finding));
  }

  private static String row(List<String> cells) {
    StringBuilder line = new StringBuilder(Text.right(cells.getFirst(), 5));
    for (String cell : cells.subList(1, cells.size())) {
      line.append(' ').append(Text.right(cell, Math.max(COLUMNS, Text.width(cell))));
    }
    return line.toString();
  }

  /// What the columns mean.
  public static List<String> legend() {
    return List.of(
        "Seconds until the last has it. least, fluid, pieces: the least possible, peer-to-peer as a",
        "fluid and in whole pieces; ratio: to the least possible; mean: of all peers; origin: copies",
        "that it sent among the peers; busy: share of all processors that this took.");
  }

  static List<String> cells(Finding finding) {
    Distribution of = finding.distribution();
    return List.of(
        text("%d", of.peers()),
        text(SECONDS, of.clientServer().seconds()),
        text(SECONDS, finding.clientServer().lastSeconds()),
        text("%.3f", finding.clientServerRatio()),
        text(SECONDS, of.peerToPeer().seconds()),
        text(SECONDS, of.discrete().seconds()),
        text(SECONDS, finding.peerToPeer().lastSeconds()),
        text("%.3f", finding.peerToPeerRatio()),
        text(SECONDS, finding.peerToPeer().meanSeconds()),
        text("%.2f", finding.originCopies()),
        text("%.0f %%", 100 * finding.busyShare()));
  }

  private static String text(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }

  /// The picture that the textbooks draw, with what was measured on it.
  public static List<String> picture(List<Finding> findings, Look look) {
    return TerminalChart.lines(LabPage.overPeers(findings), look);
  }
}
