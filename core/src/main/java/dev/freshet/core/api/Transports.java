package dev.freshet.core.api;

/// Which connections there may be, ours and those of others.
public enum Transports {
  /// Both: an address is called by TCP first, and by uTP if it does not answer.
  BOTH(true, true),
  /// TCP only.
  TCP(true, false),
  /// uTP only.
  UTP(false, true);

  private final boolean tcp;
  private final boolean utp;

  Transports(boolean tcp, boolean utp) {
    this.tcp = tcp;
    this.utp = utp;
  }

  /// Whether there may be connections over TCP.
  public boolean tcp() {
    return tcp;
  }

  /// Whether there may be connections over uTP.
  public boolean utp() {
    return utp;
  }
}
