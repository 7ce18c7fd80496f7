package dev.freshet.protocol.wire;

/// The first byte of a message's body (BEP 3, 5, 6, 10, 52), and how long each body must be.
final class MessageId {
  static final int CHOKE = 0;
  static final int UNCHOKE = 1;
  static final int INTERESTED = 2;
  static final int NOT_INTERESTED = 3;
  static final int HAVE = 4;
  static final int BITFIELD = 5;
  static final int REQUEST = 6;
  static final int PIECE = 7;
  static final int CANCEL = 8;
  static final int PORT = 9;
  static final int SUGGEST_PIECE = 13;
  static final int HAVE_ALL = 14;
  static final int HAVE_NONE = 15;
  static final int REJECT_REQUEST = 16;
  static final int ALLOWED_FAST = 17;
  static final int EXTENDED = 20;
  static final int HASH_REQUEST = 21;
  static final int HASHES = 22;
  static final int HASH_REJECT = 23;

  /// Id, pieces root, and four numbers: what the three hash messages have in common.
  static final int HASH_HEADER = 1 + 32 + 16;

  private MessageId() {}

  /// Whether a body of `length` bytes, the id included, can be a message of this id.
  static boolean fits(int id, int length) {
    return switch (id) {
      case CHOKE, UNCHOKE, INTERESTED, NOT_INTERESTED, HAVE_ALL, HAVE_NONE -> length == 1;
      case HAVE, SUGGEST_PIECE, ALLOWED_FAST -> length == 5;
      case REQUEST, CANCEL, REJECT_REQUEST -> length == 13;
      case PIECE -> length >= 9;
      case PORT -> length == 3;
      case EXTENDED -> length >= 2;
      case HASH_REQUEST, HASH_REJECT -> length == HASH_HEADER;
      case HASHES -> length > HASH_HEADER && (length - HASH_HEADER) % 32 == 0;
      default -> true;
    };
  }

  /// The name for reasons.
  static String name(int id) {
    return switch (id) {
      case CHOKE -> "choke";
      case UNCHOKE -> "unchoke";
      case INTERESTED -> "interested";
      case NOT_INTERESTED -> "not interested";
      case HAVE -> "have";
      case BITFIELD -> "bitfield";
      case REQUEST -> "request";
      case PIECE -> "piece";
      case CANCEL -> "cancel";
      case PORT -> "port";
      case SUGGEST_PIECE -> "suggest piece";
      case HAVE_ALL -> "have all";
      case HAVE_NONE -> "have none";
      case REJECT_REQUEST -> "reject request";
      case ALLOWED_FAST -> "allowed fast";
      case EXTENDED -> "extended";
      case HASH_REQUEST -> "hash request";
      case HASHES -> "hashes";
      case HASH_REJECT -> "hash reject";
      default -> "message " + id;
    };
  }
}
