package dev.freshet.cli.lab;

import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.PeerClass;
import dev.freshet.lab.Measured;
import java.util.Collections;
import java.util.List;

/// Findings that nobody measured: each way a little later than it could be.
final class Findings {
  static final double CLIENT_SERVER_RATIO = 1.01;
  static final double PEER_TO_PEER_RATIO = 1.04;

  private Findings() {}

  /// 8 MB in pieces of 32 KiB over links of 2 MB/s each.
  static Finding of(int peers) throws BoundException {
    Distribution distribution =
        Distribution.of(
            8_000_000, 32 << 10, 2_000_000, List.of(new PeerClass(peers, 2_000_000, 0)));
    double alone = distribution.clientServer().seconds() * CLIENT_SERVER_RATIO;
    double together = distribution.discrete().seconds() * PEER_TO_PEER_RATIO;
    return new Finding(
        distribution,
        new Measured(Collections.nCopies(peers, alone), 8_000_000L * peers, 0.03, 0.1),
        new Measured(Collections.nCopies(peers, together), 8_800_000, 0.25, 0.3));
  }
}
