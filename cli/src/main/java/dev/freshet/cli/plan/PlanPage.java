package dev.freshet.cli.plan;

import dev.freshet.cli.chart.Axis;
import dev.freshet.cli.chart.BarChart;
import dev.freshet.cli.chart.BarChart.Bar;
import dev.freshet.cli.chart.LineChart;
import dev.freshet.cli.chart.Page;
import dev.freshet.cli.chart.Point;
import dev.freshet.cli.chart.Quantity;
import dev.freshet.cli.chart.Series;
import dev.freshet.cli.unit.Size;
import dev.freshet.core.bound.Distribution;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A plan as pictures, and as a page that holds them.
public final class PlanPage {
  private PlanPage() {}

  /// The curves that textbooks draw.
  public static LineChart overPeers(Plan plan) {
    return new LineChart(
        "How long until the last peer has " + Size.text(plan.distribution().sizeBytes()),
        Axis.log("peers", Quantity.COUNT),
        Axis.log("time at best", Quantity.SECONDS),
        List.of(
            Series.line("client-server", points(plan, Rung::clientServerSeconds)),
            Series.line("peer-to-peer, as a fluid", points(plan, Rung::fluidSeconds)),
            Series.line("peer-to-peer, in whole pieces", points(plan, Rung::discreteSeconds))));
  }

  private static List<Point> points(Plan plan, ToDoubleFunction<Rung> seconds) {
    return plan.curve().stream()
        .map(rung -> Point.at((double) rung.peers(), seconds.applyAsDouble(rung)))
        .toList();
  }

  /// The page.
  public static Page page(Plan plan, String command) {
    Distribution of = plan.distribution();
    Page page = new Page(Words.title(of), command);
    page.paragraph(Words.setting(of) + ", " + String.join(", ", Words.peers(of)) + ".");
    page.table(Words.BOUND_HEADS, Words.bounds(plan));
    page.figure(overPeers(plan), "Both scales are logarithmic: equal ratios take equal room.");
    page.figure(
        new BarChart(
            "How long until the last peer is complete",
            Axis.linear("time at best", Quantity.SECONDS),
            List.of(
                new Bar("client-server", of.clientServer().seconds()),
                new Bar("peer-to-peer, as a fluid", of.peerToPeer().seconds()),
                new Bar("peer-to-peer, in whole pieces", of.discrete().seconds()))),
        "The same to scale.");
    page.heading("What would help");
    page.table(Words.REMEDY_HEADS, Words.remedies(plan));
    Words.remarks(plan).forEach(page::paragraph);
    page.heading("What the bounds are");
    page.paragraph(
        "N peers want a file of F bytes; the origin sends u_s bytes a second, all peers together"
            + " U, the slowest receives d_min. Client-server: max(N F / u_s, F / d_min)."
            + " Peer-to-peer, as a fluid that can be divided without end: max(F / u_s, F / d_min,"
            + " N F / (u_s + U)). In whole pieces of p bytes, since a peer passes on only what it"
            + " has verified: max(F / d_min, B1, B2), where U_n is the sum of the n fastest"
            + " uplinks, S the sum of 1 / (u_s + U_n) for n from 1 to N - 1, B1 = F / u_s + p S and"
            + " B2 = p / u_s + p S + N (F - p) / (u_s + U). No schedule is faster, whatever it"
            + " knows; delays of the network are not counted.");
    return page;
  }
}
