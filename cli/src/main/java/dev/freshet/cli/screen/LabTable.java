package dev.freshet.cli.screen;

import dev.freshet.cli.unit.Rate;
import dev.freshet.lab.PeerProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What `lab` shows while a run lasts: a row for each peer, in an order that stays. Where not all
/// fit, those that are complete go first.
public final class LabTable {
  private static final int BAR_COLUMNS = 24;

  private LabTable() {}

  /// The peers of a run in at most `rows` lines.
  public static List<String> lines(String heading, List<PeerProgress> peers, long size, int rows) {
    List<String> lines = new ArrayList<>();
    lines.add("#" + heading);
    int fitting = peers.size() <= rows - 1 ? peers.size() : Math.max(1, rows - 2);
    List<Integer> shown =
        Stream.concat(
                numbers(peers, peer -> !peer.finished()), numbers(peers, PeerProgress::finished))
            .limit(fitting)
            .sorted()
            .toList();
    shown.forEach(number -> lines.add(line(number, peers.get(number - 1), size)));
    if (shown.size() < peers.size()) {
      lines.add("  and " + (peers.size() - shown.size()) + " more");
    }
    return lines;
  }

  private static Stream<Integer> numbers(
      List<PeerProgress> peers, Predicate<PeerProgress> condition) {
    return IntStream.rangeClosed(1, peers.size())
        .filter(number -> condition.test(peers.get(number - 1)))
        .boxed();
  }

  private static String line(int number, PeerProgress peer, long size) {
    StringBuilder line = new StringBuilder("  ");
    line.append(Text.right(String.valueOf(number), 3)).append("  ");
    line.append(Bar.of(peer.have(), size, BAR_COLUMNS)).append(' ');
    line.append(Text.right(Bar.percent(peer.have(), size), 5));
    if (peer.upRate() != PeerProgress.SILENT) {
      line.append("  ↑ ").append(Text.right(Rate.text(peer.upRate()), 9));
    }
    return line.append("  ")
        .append(
            peer.finished()
                ? String.format(Locale.ROOT, "done in %.2f s", peer.seconds())
                : "↓ " + Text.right(Rate.text(peer.downRate()), 9))
        .toString();
  }
}
