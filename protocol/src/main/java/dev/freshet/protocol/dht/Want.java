package dev.freshet.protocol.dht;

/// Which families of addresses the asker wants nodes of (BEP 32). Neither: it has not said, and
/// gets those of the family that it asks by.
public record Want(boolean v4, boolean v6) {
  /// Not said.
  public static final Want UNSAID = new Want(false, false);

  /// Both.
  public static final Want BOTH = new Want(true, true);

  /// Whether anything was said.
  public boolean isSaid() {
    return v4 || v6;
  }
}
