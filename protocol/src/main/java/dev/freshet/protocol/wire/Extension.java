package dev.freshet.protocol.wire;

/// The extensions that we speak, and the message id that we ask others to use for each (BEP 10).
public enum Extension {
  /// Metadata exchange (BEP 9).
  METADATA("ut_metadata", 1),
  /// Partial seeds (BEP 21).
  UPLOAD_ONLY("upload_only", 2),
  /// Taking back a have (BEP 54).
  DONT_HAVE("lt_donthave", 3),
  /// Peer exchange (BEP 11).
  PEERS("ut_pex", 4),
  /// Introductions between peers behind routers (BEP 55).
  HOLEPUNCH("ut_holepunch", 5);

  private final String key;
  private final int id;

  Extension(String key, int id) {
    this.key = key;
    this.id = id;
  }

  /// Its name in the handshake.
  public String key() {
    return key;
  }

  /// The id that we give it.
  public int id() {
    return id;
  }
}
