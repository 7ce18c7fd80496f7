package dev.freshet.sim.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A swarm to be simulated: one origin with a file, and those who want it.
///
/// @param name what to call it
/// @param size bytes of the file, 1 or more
/// @param pieceSize bytes of a piece: a power of two, 16 KiB or more
/// @param origin the line of whoever has the file, at site 0
/// @param kind how the origin gives
/// @param groups those who want it
/// @param neighbours most connections of a peer
/// @param trunk what lies between the two sites; null if there is one site
/// @param payload whether there are real bytes, hashed and written to simulated disks by the real
///   storage; otherwise blocks are empty and only marked good or bad
/// @param limitNanos when to stop whatever happens, in virtual time
public record Scenario(
    String name,
    long size,
    int pieceSize,
    Line origin,
    OriginKind kind,
    List<PeerGroup> groups,
    int neighbours,
    @Nullable Trunk trunk,
    boolean payload,
    long limitNanos) {
  public Scenario {
    groups = List.copyOf(groups);
    if (size < 1
        || pieceSize < 16 * 1024
        || Integer.bitCount(pieceSize) != 1
        || groups.isEmpty()
        || neighbours < 1
        || limitNanos < 1) {
      throw new IllegalArgumentException(
          "a file of %d bytes in pieces of %d for %d groups with %d neighbours"
              .formatted(size, pieceSize, groups.size(), neighbours));
    }
  }

  /// How many want the file.
  public int peers() {
    return groups.stream().mapToInt(PeerGroup::count).sum();
  }
}
