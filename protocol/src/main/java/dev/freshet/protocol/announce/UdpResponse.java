package dev.freshet.protocol.announce;

import java.util.List;

/// What a UDP tracker answers (BEP 15).
public sealed interface UdpResponse {
  /// The number that the client chose for its request.
  int transaction();

  /// A connection id, good for the client's address: one minute to use, two to accept.
  record Connected(int transaction, long connection) implements UdpResponse {}

  /// Peers of the family that the request came by. Only interval, counts and peers travel.
  record Announced(int transaction, AnnounceResponse.Peers peers) implements UdpResponse {}

  /// How the swarms stand, in the order in which they were asked for.
  record Scraped(int transaction, List<SwarmCounts> swarms) implements UdpResponse {
    public Scraped {
      swarms = List.copyOf(swarms);
    }
  }

  /// The tracker refuses; `reason` is its own text, cut to a sane length and without control
  /// characters.
  record Failed(int transaction, String reason) implements UdpResponse {}
}
