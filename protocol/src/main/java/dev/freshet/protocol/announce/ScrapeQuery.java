package dev.freshet.protocol.announce;

import dev.freshet.protocol.Hash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scrape as the query of an HTTP GET, both sides (BEP 48).
public final class ScrapeQuery {
  /// Info-hashes in one scrape, over HTTP or UDP; as many as BEP 15 has room for.
  public static final int MAX_HASHES = 74;

  private ScrapeQuery() {}

  /// The URL to fetch in order to ask this tracker for these torrents; null if it cannot be
  /// scraped.
  ///
  /// @param infoHashes 1 to [#MAX_HASHES] of 20 bytes
  public static @Nullable String url(TrackerUrl tracker, List<Hash> infoHashes) {
    if (infoHashes.isEmpty() || infoHashes.size() > MAX_HASHES) {
      throw new IllegalArgumentException("a scrape of " + infoHashes.size() + " torrents");
    }
    TrackerUrl scrape = tracker.scrape();
    if (scrape == null || scrape.scheme() == TrackerUrl.Scheme.UDP) {
      return null;
    }
    StringBuilder query = new StringBuilder();
    infoHashes.forEach(hash -> QueryString.append(query, "info_hash", hash.bytes()));
    return scrape.withQuery(query.toString());
  }

  /// Reads the query of a scrape, without the question mark: the info-hashes asked for, 1 to
  /// [#MAX_HASHES]. To be told of all torrents is not offered.
  ///
  /// @throws AnnounceException if there are none or too many, or one is wrong
  public static List<Hash> parse(String query) throws AnnounceException {
    List<String> values = QueryString.parse(query).all("info_hash");
    if (values.isEmpty() || values.size() > MAX_HASHES) {
      throw new AnnounceException(values.isEmpty() ? "no info_hash" : "too many info_hash");
    }
    List<Hash> hashes = new ArrayList<>(values.size());
    for (String value : values) {
      hashes.add(Hash.of(AnnounceQuery.twentyBytes("info_hash", value)));
    }
    return hashes;
  }
}
