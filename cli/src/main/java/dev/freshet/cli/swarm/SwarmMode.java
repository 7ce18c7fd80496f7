package dev.freshet.cli.swarm;

/// How a swarm is simulated.
public enum SwarmMode {
  /// Each peer is the product's node and speaks the protocol.
  FULL("full protocol"),
  /// Pieces move by the same rules, without the protocol.
  PIECE("piece level, without the wire protocol");

  private final String words;

  SwarmMode(String words) {
    this.words = words;
  }

  /// For people.
  public String words() {
    return words;
  }
}
