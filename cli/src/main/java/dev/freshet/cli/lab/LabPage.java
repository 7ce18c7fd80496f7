package dev.freshet.cli.lab;

import dev.freshet.cli.chart.Axis;
import dev.freshet.cli.chart.LineChart;
import dev.freshet.cli.chart.Page;
import dev.freshet.cli.chart.Point;
import dev.freshet.cli.chart.Quantity;
import dev.freshet.cli.chart.Series;
import dev.freshet.cli.screen.Text;
import dev.freshet.cli.unit.Size;
import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.Distribution;
import dev.freshet.lab.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/// Findings as pictures, and as a page that holds them.
public final class LabPage {
  private LabPage() {}

  /// The picture that the textbooks draw, with what was measured on it.
  public static LineChart overPeers(List<Finding> findings) {
    Distribution last = findings.getLast().distribution();
    List<Distribution> all =
        LongStream.rangeClosed(1, last.peers()).mapToObj(n -> of(last, n)).toList();
    return new LineChart(
        "Until the last peer has " + Size.text(last.sizeBytes()),
        Axis.linear("peers", Quantity.COUNT),
        Axis.linear("time", Quantity.SECONDS),
        List.of(
            curve("client-server at best", all, each -> each.clientServer().seconds()),
            curve("peer-to-peer at best, as a fluid", all, each -> each.peerToPeer().seconds()),
            curve("peer-to-peer at best, in whole pieces", all, each -> each.discrete().seconds()),
            measured("client-server, measured", findings, Finding::clientServer),
            measured("peer-to-peer, measured", findings, Finding::peerToPeer)));
  }

  /// Peer-to-peer alone, where the other way does not press it flat.
  static LineChart together(List<Finding> findings) {
    Distribution last = findings.getLast().distribution();
    List<Distribution> all =
        LongStream.rangeClosed(1, last.peers()).mapToObj(n -> of(last, n)).toList();
    return new LineChart(
        "Peer-to-peer, " + Size.text(last.sizeBytes()),
        Axis.linear("peers", Quantity.COUNT),
        Axis.linear("time", Quantity.SECONDS),
        List.of(
            curve("at best, as a fluid", all, each -> each.peerToPeer().seconds()),
            curve("at best, in whole pieces", all, each -> each.discrete().seconds()),
            Series.points(
                "mean of all peers, measured",
                findings.stream()
                    .map(each ->
                        Point.at(
                            (double) each.distribution().peers(), each.peerToPeer().meanSeconds()))
                    .toList()),
            measured("last peer, measured", findings, Finding::peerToPeer)));
  }

  /// The same classes of peers in another number.
  private static Distribution of(Distribution like, long peers) {
    try {
      return like.withPeers(peers);
    } catch (BoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Series curve(
      String name, List<Distribution> all, ToDoubleFunction<Distribution> seconds) {
    return Series.line(
        name,
        all.stream()
            .map(each -> Point.at((double) each.peers(), seconds.applyAsDouble(each)))
            .toList());
  }

  private interface Way {
    Measured of(Finding finding);
  }

  private static Series measured(String name, List<Finding> findings, Way way) {
    return Series.points(
        name,
        findings.stream()
            .map(each -> Point.at((double) each.distribution().peers(), way.of(each).lastSeconds()))
            .toList());
  }

  /// Who had everything when, both ways.
  static LineChart overTime(Finding finding) {
    return new LineChart(
        "Complete of " + Text.count(finding.distribution().peers(), "peer"),
        Axis.linear("time", Quantity.SECONDS),
        Axis.linear("complete", Quantity.COUNT),
        List.of(
            completion("client-server", finding.clientServer(), finding),
            completion("peer-to-peer", finding.peerToPeer(), finding)));
  }

  private static Series completion(String name, Measured measured, Finding finding) {
    List<Point> points = new ArrayList<>();
    points.add(Point.at(0, 0));
    List<Double> sorted = measured.seconds().stream().sorted().toList();
    for (int i = 0; i < sorted.size(); i++) {
      points.add(Point.at(sorted.get(i), i + 1));
    }
    double end = Math.max(finding.clientServer().lastSeconds(), finding.peerToPeer().lastSeconds());
    points.add(Point.at(end, sorted.size()));
    return Series.step(name, points);
  }

  /// The page.
  public static Page page(List<Finding> findings, String command) {
    Finding last = findings.getLast();
    Page page = new Page("Client-server and peer-to-peer, measured", command);
    page.paragraph(String.join("; ", LabText.setting(last.distribution())) + ".");
    page.figure(
        overPeers(findings),
        "Lines: the least possible times. Points: what this machine measured over links of these"
            + " rates, for the last of all peers.");
    page.table(LabText.HEADS, findings.stream().map(LabText::cells).toList());
    page.paragraph(
        "Times are in seconds. Client-server: least is the least possible time, took what was"
            + " measured. Peer-to-peer: fluid and pieces are the least possible times, as a fluid"
            + " and in whole pieces; last and mean what was measured. A ratio is measured to least"
            + " possible, for peer-to-peer in whole pieces. origin: how many copies it sent among"
            + " the peers. busy: how much of all processors this program used, the busier of the"
            + " two ways; from half on the links may not have been the limit.");
    page.figure(together(findings), "Peer-to-peer alone, on a scale of its own.");
    page.figure(
        overTime(last), "With " + Text.count(last.distribution().peers(), "peer") + ", both ways.");
    page.heading("How it was measured");
    page.paragraph(
        "Client-server: one HTTP server and one HTTP client for each peer, each fetching the whole"
            + " file; the server's uplink is one token bucket that all of them share equally."
            + " Peer-to-peer: one engine for the origin and one for each peer, as 'freshet share'"
            + " and 'freshet get' run them, with a tracker; the links are the engines' own rate"
            + " limits. All on one machine, over its loopback.");
    page.paragraph(
        "The clock starts when the origin is ready and all peers are let go at once. A peer has"
            + " finished when everything is written and has the right hash. Rates count the bytes"
            + " of the file, in the runs as in the bounds; headers and requests come on top. An"
            + " idle link of an engine may save up a quarter of a second, though nothing at the"
            + " start, so the last piece may spread a little faster than the bound allows.");
    return page;
  }
}
