package dev.freshet.core.api;

import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.dht.KnownNodes;
import java.util.List;

/// How a node takes part in the DHT.
///
/// @param on whether it does
/// @param routers nodes that everybody may ask for others (UDP ports): where to begin if none is
///   known
/// @param readOnly whether only to ask, as one does who cannot be asked (BEP 43)
/// @param keep whether what is known is worth keeping for the next time
/// @param known what was known when the node ran last
public record DhtOptions(
    boolean on, List<HostPort> routers, boolean readOnly, boolean keep, KnownNodes known) {
  /// Not at all.
  public static final DhtOptions OFF =
      new DhtOptions(false, List.of(), false, false, KnownNodes.NONE);

  public DhtOptions {
    routers = List.copyOf(routers);
  }

  /// In the DHT that everybody is in, beginning at its usual routers.
  public static DhtOptions mainline() {
    return new DhtOptions(
        true,
        List.of(
            new HostPort("router.bittorrent.com", 6881),
            new HostPort("dht.transmissionbt.com", 6881),
            new HostPort("dht.libtorrent.org", 25401)),
        false,
        true,
        KnownNodes.NONE);
  }

  /// In the DHT that these nodes are in; with none, where peers lead us. It may be another than
  /// everybody's, so what is known of it is not kept.
  public static DhtOptions beginningAt(List<HostPort> routers) {
    return new DhtOptions(true, routers, false, false, KnownNodes.NONE);
  }

  /// The same, only asking or answering too.
  public DhtOptions withReadOnly(boolean only) {
    return new DhtOptions(on, routers, only, keep, known);
  }

  /// The same with what is known already.
  public DhtOptions withKnown(KnownNodes nodes) {
    return new DhtOptions(on, routers, readOnly, keep, nodes);
  }
}
