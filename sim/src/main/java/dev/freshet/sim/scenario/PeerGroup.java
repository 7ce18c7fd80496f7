package dev.freshet.sim.scenario;

/// Peers that are alike.
///
/// @param name what to call them
/// @param count how many, 1 or more
/// @param line the line of each
/// @param arrivals when they come
/// @param staying how long they stay
/// @param conduct how they behave
/// @param site where they are, 0 or 1: a [Trunk] lies between the two
/// @param reachable whether others can connect to them; behind a NAT nobody can
public record PeerGroup(
    String name,
    int count,
    Line line,
    Arrivals arrivals,
    Staying staying,
    Conduct conduct,
    int site,
    boolean reachable) {
  public PeerGroup {
    if (count < 1 || site < 0 || site > 1) {
      throw new IllegalArgumentException("a group of %d peers at site %d".formatted(count, site));
    }
  }

  /// Honest peers that come at the start and stay.
  public static PeerGroup crowd(int count, Line line) {
    return new PeerGroup(
        "peers",
        count,
        line,
        new Arrivals.AtOnce(),
        new Staying.Forever(),
        Conduct.HONEST,
        0,
        true);
  }
}
