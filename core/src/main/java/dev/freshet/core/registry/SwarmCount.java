package dev.freshet.core.registry;

/// How large a swarm is (BEP 48).
///
/// @param seeds peers that have everything
/// @param leechers peers that do not
/// @param completed how many peers have got everything so far
public record SwarmCount(int seeds, int leechers, int completed) {
  static final SwarmCount NONE = new SwarmCount(0, 0, 0);
}
