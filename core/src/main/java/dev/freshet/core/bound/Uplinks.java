package dev.freshet.core.bound;

import java.util.Comparator;
import java.util.List;

/// The origin and the peers in falling order of their uplinks, and sums over them. The work is in
/// the number of classes, whatever the number of peers.
final class Uplinks {
  /// So many terms of a sum are added one by one; for the rest Euler and Maclaurin's formula is
  /// exact to the last digits of a double.
  private static final int ONE_BY_ONE = 128;

  private final double origin;
  private final List<PeerClass> fastestFirst;

  Uplinks(long originBytesPerSecond, List<PeerClass> classes) {
    origin = originBytesPerSecond;
    fastestFirst =
        classes.stream()
            .filter(each -> each.count() > 0)
            .sorted(Comparator.comparingLong(PeerClass::upBytesPerSecond).reversed())
            .toList();
  }

  /// `u_s + U_N`.
  double all() {
    double sum = origin;
    for (PeerClass each : fastestFirst) {
      sum += (double) each.count() * each.upBytesPerSecond();
    }
    return sum;
  }

  /// The sum of `1 / (u_s + U_n)` for `n` from 1 to `N - 1`: the seconds that one byte needs to get
  /// from one peer to all, each sending on at once.
  double spreading() {
    double sum = 0;
    double before = origin;
    for (int i = 0; i < fastestFirst.size(); i++) {
      PeerClass each = fastestFirst.get(i);
      long terms = i + 1 < fastestFirst.size() ? each.count() : each.count() - 1;
      sum += reciprocals(before, (double) each.upBytesPerSecond(), terms);
      before += (double) each.count() * each.upBytesPerSecond();
    }
    return sum;
  }

  /// The sum of `1 / (base + j step)` for `j` from 1 to `terms`.
  static double reciprocals(double base, double step, long terms) {
    if (step == 0) {
      return (double) terms / base;
    }
    double sum = 0;
    long added = Math.min(terms, ONE_BY_ONE);
    for (long j = added; j >= 1; j--) {
      sum += 1 / (base + j * step);
    }
    return terms > added ? sum + tail(base + (added + 1.0) * step, base + terms * step, step) : sum;
  }

  /// The sum of `1 / x` for `x` from `first` to `last` in such steps.
  private static double tail(double first, double last, double step) {
    double integral = Math.log1p((last - first) / first) / step;
    double near = step / first;
    double far = step / last;
    double ends = (near + far) / 2;
    double slopes = (near * near - far * far) / 12;
    double bends = (Math.pow(near, 4) - Math.pow(far, 4)) / 120;
    return integral + (ends + slopes - bends) / step;
  }
}
