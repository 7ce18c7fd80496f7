package dev.freshet.core.bound;

import java.util.List;

/// Deals out the peers of several classes one by one, so that at any moment each class has had its
/// share.
final class FairOrder {
  private final List<PeerClass> classes;
  private final List<PeerClass> single;
  private final long[] dealt;

  FairOrder(List<PeerClass> classes) {
    this.classes = classes;
    this.single = classes.stream().map(each -> each.withCount(1)).toList();
    this.dealt = new long[classes.size()];
  }

  /// The next one, a class of count 1; the class that lags most behind its share.
  PeerClass next() {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < dealt.length; i++) {
      double after = (dealt[i] + 0.5) / classes.get(i).count();
      if (dealt[i] < classes.get(i).count() && after < least) {
        best = i;
        least = after;
      }
    }
    if (best < 0) {
      throw new IllegalStateException("all peers are dealt out");
    }
    dealt[best]++;
    return single.get(best);
  }
}
