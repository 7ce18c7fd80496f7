package dev.freshet.protocol.announce;

import dev.freshet.protocol.Hash;
import java.util.List;

/// What a client sends to a UDP tracker (BEP 15). The tracker's answer carries the same
/// transaction.
public sealed interface UdpRequest {
  /// The number by which the client knows the answer.
  int transaction();

  /// The client asks for a connection id, and so shows that its address is its own.
  record Connect(int transaction) implements UdpRequest {}

  /// An announce. [AnnounceRequest#compact] is always true and there is no tracker id.
  ///
  /// @param connection the id that the tracker gave
  /// @param target path and query of the announce URL (BEP 41); empty if there is none
  record Announce(long connection, int transaction, AnnounceRequest request, String target)
      implements UdpRequest {}

  /// A scrape of 1 to [ScrapeQuery#MAX_HASHES] torrents, named by 20 bytes each.
  ///
  /// @param connection the id that the tracker gave
  record Scrape(long connection, int transaction, List<Hash> infoHashes) implements UdpRequest {
    public Scrape {
      infoHashes = List.copyOf(infoHashes);
      if (infoHashes.isEmpty() || infoHashes.size() > ScrapeQuery.MAX_HASHES) {
        throw new IllegalArgumentException("a scrape of " + infoHashes.size() + " torrents");
      }
    }
  }
}
