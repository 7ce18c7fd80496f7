package dev.freshet.protocol.dht;

/// What one node asks of another.
public sealed interface Query {
  /// Are you there? (BEP 5)
  record Ping() implements Query {}

  /// Which nodes do you know that are closest to this id? (BEP 5)
  record FindNode(NodeId target, Want want) implements Query {}

  /// Which peers do you know of this torrent, and which nodes close to it? (BEP 5)
  ///
  /// @param noSeeds whether peers that are no seeds are preferred (BEP 33)
  /// @param scrape whether filters of all peers and seeds are wanted too (BEP 33)
  record GetPeers(NodeId infoHash, Want want, boolean noSeeds, boolean scrape) implements Query {}

  /// I am a peer of this torrent (BEP 5).
  ///
  /// @param port where the peer listens; 0 only if implied
  /// @param impliedPort whether the port is the one that the datagram comes from
  /// @param token what the asked node gave to this address before
  /// @param seed whether the peer has everything (BEP 33)
  record AnnouncePeer(NodeId infoHash, int port, boolean impliedPort, Opaque token, boolean seed)
      implements Query {}

  /// What is stored under this key? (BEP 44)
  ///
  /// @param newerThan only if its sequence number is higher; -1 for whatever there is
  record Get(NodeId target, Want want, long newerThan) implements Query {}

  /// Store this (BEP 44).
  ///
  /// @param expected only over an item of this sequence number; -1 over any
  record Put(Opaque token, Item item, long expected) implements Query {}

  /// Of which torrents do you know peers? (BEP 51)
  record SampleInfoHashes(NodeId target, Want want) implements Query {}
}
