package dev.freshet.core.choke;

/// What the choker looks at of one neighbour.
///
/// @param key the caller's name for it
/// @param interested whether it wants something of us
/// @param unchoked whether it may ask us now
/// @param idle whether it may ask us and has not for a while, so that its slot is of no use to it
/// @param snubbing whether it has owed us a block for so long that it counts as gone back on us
/// @param uploadOnly whether it wants nothing and never will (a seed, or BEP 21)
/// @param downRate payload bytes a second that it gives us of late
/// @param owes payload bytes that it has got from us beyond those that it gave, 0 or more
/// @param sentSinceUnchoke payload bytes that we have given it since it was unchoked last
/// @param connectedAt when the conversation began, in nanoseconds
/// @param unchokedAt when it was unchoked last; `connectedAt` if never
/// @param pieces how many pieces it has
public record PeerView(
    int key,
    boolean interested,
    boolean unchoked,
    boolean idle,
    boolean snubbing,
    boolean uploadOnly,
    long downRate,
    long owes,
    long sentSinceUnchoke,
    long connectedAt,
    long unchokedAt,
    int pieces) {
  /// Whether a slot would be of use to it.
  boolean wantsSlot() {
    return interested && !uploadOnly;
  }

  /// Whether it gives us something, so that it can be ranked by that.
  boolean gives() {
    return downRate > 0 && !snubbing;
  }
}
