package dev.freshet.protocol.magnet;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A magnet link (BEP 9): `xt=urn:btih:` (40 hexadecimal or 32 base32 digits) and
/// `xt=urn:btmh:1220…` (v2), `dn`, `xl`, `tr`, `ws`, `x.pe` and `so`.
///
/// @param name what to show while the metainfo is not known
/// @param length bytes in all as the link claims, 0 if it does not
/// @param peers literal addresses of `x.pe`
/// @param peerHosts `host:port` of those `x.pe` that name a host
/// @param select file indexes of `so` (BEP 53) as inclusive ranges; empty for all
public record Magnet(
    InfoHashes hashes,
    @Nullable String name,
    long length,
    List<String> trackers,
    List<String> webSeeds,
    List<Endpoint> peers,
    List<String> peerHosts,
    List<Range> select) {
  /// File indexes from `first` to `last`, both included.
  public record Range(int first, int last) {}

  public Magnet {
    trackers = List.copyOf(trackers);
    webSeeds = List.copyOf(webSeeds);
    peers = List.copyOf(peers);
    peerHosts = List.copyOf(peerHosts);
    select = List.copyOf(select);
  }

  /// Parses a link.
  ///
  /// @throws MetainfoException if it is not a magnet link with an info-hash
  public static Magnet parse(String link) throws MetainfoException {
    throw new UnsupportedOperationException("helper: magnet");
  }

  /// The link, with every part that is present.
  @Override
  public String toString() {
    throw new UnsupportedOperationException("helper: magnet");
  }
}
