package dev.freshet.protocol.dht;

import dev.freshet.protocol.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node answers. An answer does not say what it answers, so all that can be in one stands
/// here side by side; what a node does not send is empty or null.
///
/// @param nodes nodes close to what was asked for, of either family
/// @param values peers of the torrent
/// @param token to be shown with an announce or a put
/// @param item what is stored under the key; a mutable one comes without its salt
/// @param seq the sequence number of the mutable item that is stored; -1 if none
/// @param scrape how many peers there are
/// @param samples torrents that peers are known of
public record Answer(
    List<Contact> nodes,
    List<Endpoint> values,
    @Nullable Opaque token,
    @Nullable Item item,
    long seq,
    @Nullable Scrape scrape,
    @Nullable Samples samples) {
  /// Yes, and no more.
  public static final Answer DONE = new Answer(List.of(), List.of(), null, null, -1, null, null);

  /// Filters of the seeds and of the other peers (BEP 33).
  public record Scrape(BloomFilter seeds, BloomFilter peers) {}

  /// Some of the torrents of which a node knows peers (BEP 51).
  ///
  /// @param number of how many in all
  /// @param intervalSeconds how long the same are given
  public record Samples(List<NodeId> infoHashes, int number, int intervalSeconds) {
    public Samples {
      infoHashes = List.copyOf(infoHashes);
    }
  }

  public Answer {
    nodes = List.copyOf(nodes);
    values = List.copyOf(values);
  }

  /// The same with these nodes.
  public Answer withNodes(List<Contact> some) {
    return new Answer(some, values, token, item, seq, scrape, samples);
  }

  /// The same with these peers.
  public Answer withValues(List<Endpoint> some) {
    return new Answer(nodes, some, token, item, seq, scrape, samples);
  }

  /// The same with this token.
  public Answer withToken(Opaque other) {
    return new Answer(nodes, values, other, item, seq, scrape, samples);
  }

  /// The same with this item, whose sequence number is `number`.
  public Answer withItem(@Nullable Item other, long number) {
    return new Answer(nodes, values, token, other, number, scrape, samples);
  }

  /// The same with these filters.
  public Answer withScrape(@Nullable Scrape other) {
    return new Answer(nodes, values, token, item, seq, other, samples);
  }

  /// The same with these samples.
  public Answer withSamples(@Nullable Samples other) {
    return new Answer(nodes, values, token, item, seq, scrape, other);
  }
}
