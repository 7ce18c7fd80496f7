package dev.freshet.cli.plan;

import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.bound.Bound;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.PeerClass;
import dev.freshet.core.bound.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How a plan is put into words: the tables that text and page share.
final class Words {
  /// Above the bounds.
  static final List<String> BOUND_HEADS = List.of("at best", "seconds", "time", "bound by");

  /// Above the remedies.
  static final List<String> REMEDY_HEADS = List.of("change", "seconds", "saved", "share");

  private Words() {}

  /// One line: what goes where.
  static String title(Distribution of) {
    return "%s to %,d peer%s".formatted(Size.text(of.sizeBytes()), of.peers(), plural(of.peers()));
  }

  /// The same with pieces and the origin.
  static String setting(Distribution of) {
    return "%s in %,d piece%s of %s, from an origin that sends %s"
        .formatted(
            Size.text(of.sizeBytes()),
            of.pieces(),
            plural(of.pieces()),
            piece(of.pieceBytes()),
            Rate.text(of.originBytesPerSecond()));
  }

  /// A piece size as people give it.
  static String piece(long bytes) {
    return bytes % 1024 == 0 ? Size.binary(bytes) : Size.text(bytes);
  }

  /// A line for each class of peers.
  static List<String> peers(Distribution of) {
    return of.classes().stream()
        .map(each ->
            "to %,d peer%s that send%s %s and receive%s %s"
                .formatted(
                    each.count(),
                    plural(each.count()),
                    each.count() == 1 ? "s" : "",
                    each.upBytesPerSecond() == 0 ? "nothing" : Rate.text(each.upBytesPerSecond()),
                    each.count() == 1 ? "s" : "",
                    each.downBytesPerSecond() == PeerClass.UNLIMITED
                        ? "without limit"
                        : Rate.text(each.downBytesPerSecond())))
        .toList();
  }

  private static String plural(long count) {
    return count == 1 ? "" : "s";
  }

  /// The bounds.
  static List<List<String>> bounds(Plan plan) {
    Distribution of = plan.distribution();
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("client-server", of.clientServer().seconds(), text(of.clientServer().term())));
    rows.add(
        row("peer-to-peer, as a fluid", of.peerToPeer().seconds(), text(of.peerToPeer().term())));
    rows.add(
        row("peer-to-peer, in whole pieces", of.discrete().seconds(), text(of.discrete().term())));
    of.singleSourceSeconds()
        .ifPresent(seconds ->
            rows.add(row("  with one source for a piece", seconds, oneSource(of, seconds))));
    Arriving arriving = plan.arriving();
    if (arriving != null) {
      rows.add(
          row(
              "  peers come over " + Span.about(arriving.overSeconds()),
              arriving.lastPeerSeconds(),
              "when they come"));
    }
    return rows;
  }

  /// Where doubling costs nothing, what binds is what binds a fluid.
  private static String oneSource(Distribution of, double seconds) {
    Bound fluid = of.peerToPeer();
    return seconds > fluid.seconds() ? "holders of a piece double" : text(fluid.term());
  }

  private static List<String> row(String name, double seconds, String why) {
    return List.of(name, Span.seconds(seconds), Span.about(seconds), why);
  }

  private static String text(Term term) {
    return switch (term) {
      case ORIGIN_UPLINK -> "the origin's uplink";
      case SLOWEST_DOWNLINK -> "the slowest downlink";
      case ALL_UPLINKS -> "all uplinks together";
      case LAST_PIECE -> "the last piece must spread";
      case COLD_START -> "all uplinks, from a cold start";
    };
  }

  /// What would help.
  static List<List<String>> remedies(Plan plan) {
    double now = plan.distribution().discrete().seconds();
    return plan.remedies().stream()
        .map(each ->
            List.of(
                each.change(),
                Span.seconds(each.discreteSeconds()),
                each.savedSeconds() < now * 5e-5 ? "-" : Span.seconds(each.savedSeconds()),
                each.savedSeconds() < now * 5e-5 ? "-" : percent(each.savedSeconds() / now)))
        .toList();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.0995 ? "%.2f %%" : "%.1f %%", 100 * share);
  }

  /// What else there is to say, a sentence each.
  static List<String> remarks(Plan plan) {
    Distribution of = plan.distribution();
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "Peers that help one another are done %s times as soon as with the origin alone."
            .formatted(number(plan.speedUp())));
    enoughOrigin(of, remarks);
    Arriving arriving = plan.arriving();
    if (plan.leaving()) {
      remarks.add(
          "Peers that leave when complete do not move the bounds: at best all are complete together.");
    }
    if (plan.leaving() && arriving != null && Double.isInfinite(arriving.meanSeconds())) {
      remarks.add(
          "Should peers keep coming like this, %s a second, their number would grow without end: they"
                  .formatted(number(arriving.peersPerSecond()))
              + " want more than the origin sends, and none of them sends anything.");
    } else if (plan.leaving() && arriving != null) {
      remarks.add(
          "Should peers keep coming like this, %s a second, one takes %s or more on average."
              .formatted(number(arriving.peersPerSecond()), Span.seconds(arriving.meanSeconds())));
      remarks.add(
          arriving.stable()
              ? "Their number stays finite: the origin sends %s pieces a second, more than peers come."
                  .formatted(number(arriving.stablePeersPerSecond()))
              : "Their number would grow without end, one piece going missing, unless they stay to upload"
                  + " a piece more: the origin sends only %s pieces a second."
                      .formatted(number(arriving.stablePeersPerSecond())));
    }
    return remarks;
  }

  /// Where the origin stops to matter: `F / u_s = N F / (u_s + U_N)`.
  private static void enoughOrigin(Distribution of, List<String> remarks) {
    double peersUp = of.uplinksBytesPerSecond() - of.originBytesPerSecond();
    double enough = of.peers() < 2 ? 0 : peersUp / (of.peers() - 1);
    if (of.peerToPeer().term() == Term.ORIGIN_UPLINK
        && enough > 1.005 * of.originBytesPerSecond()) {
      remarks.add(
          "The origin holds them back until it sends %s; beyond that all uplinks share the work."
              .formatted(Rate.text(Math.round(enough))));
    }
  }

  static String number(double value) {
    String fraction = value > 0 && value < 0.0995 ? "%.2g" : "%.2f";
    String format = value < 9.995 ? fraction : value < 99.95 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, value);
  }
}
