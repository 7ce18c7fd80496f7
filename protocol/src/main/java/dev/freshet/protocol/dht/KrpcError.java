package dev.freshet.protocol.dht;

/// Why a node says no (BEP 5, BEP 44).
public enum KrpcError {
  /// A malformed question, a bad token, arguments out of range.
  PROTOCOL(203),
  /// A question that the node does not know.
  METHOD_UNKNOWN(204),
  /// An item of more than 1000 bytes.
  VALUE_TOO_BIG(205),
  /// An item whose signature is not its key's.
  BAD_SIGNATURE(206),
  /// A salt of more than 64 bytes.
  SALT_TOO_BIG(207),
  /// The item stored is not of the sequence number expected.
  CAS_MISMATCH(301),
  /// The item stored is newer.
  SEQUENCE_TOO_LOW(302);

  private final int code;

  KrpcError(int code) {
    this.code = code;
  }

  /// The number on the wire.
  public int code() {
    return code;
  }
}
