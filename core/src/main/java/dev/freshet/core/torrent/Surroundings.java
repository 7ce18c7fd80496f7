package dev.freshet.core.torrent;

import dev.freshet.core.api.Datagrams;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.Transports;
import dev.freshet.core.dht.Dht;
import dev.freshet.core.rate.TokenBucket;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a torrent shares with the others of its node.
///
/// @param connections how many connections there may be
/// @param writes payload on its way to the disk
/// @param hashing what is hashed for peers who ask for hashes
/// @param up the node's upload limit
/// @param down the node's download limit
/// @param ports where we are reached
/// @param connectionsPerTorrent most connections of one torrent
/// @param uploadSlots how many peers are unchoked by rank
/// @param encryption when connections are encrypted
/// @param transports how connections may be carried
/// @param datagrams how what goes over UDP leaves us
/// @param dht our node in the DHT; null if we take no part in it
/// @param random the node's chance, of which each torrent takes a fork
public record Surroundings(
    Connections connections,
    WriteBudget writes,
    HashBudget hashing,
    TokenBucket up,
    TokenBucket down,
    Ports ports,
    int connectionsPerTorrent,
    int uploadSlots,
    Encryption encryption,
    Transports transports,
    Datagrams datagrams,
    @Nullable Dht dht,
    RandomGenerator random) {
  /// The same with a chance of its own, so that one torrent's doings do not change another's.
  Surroundings fork() {
    return new Surroundings(
        connections,
        writes,
        hashing,
        up,
        down,
        ports,
        connectionsPerTorrent,
        uploadSlots,
        encryption,
        transports,
        datagrams,
        dht,
        new SplittableRandom(random.nextLong()));
  }

  /// A torrent's gate for what it sends, with a limit of its own.
  RateGate upGate(long bytesPerSecond, long now) {
    return new RateGate(new TokenBucket(bytesPerSecond, now), up);
  }

  /// A torrent's gate for what it asks for, with a limit of its own.
  RateGate downGate(long bytesPerSecond, long now) {
    return new RateGate(new TokenBucket(bytesPerSecond, now), down);
  }
}
