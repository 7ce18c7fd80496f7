package dev.freshet.protocol.bencode;

/// One bencoded value as it was read (BEP 3). Immutable as long as nobody writes to the bytes that
/// it was read from: values are slices of them, not copies. Two values are equal if they would be
/// written alike.
public sealed interface BencodeValue
    permits BencodeString, BencodeInteger, BencodeList, BencodeDict, BencodeFold {
  /// Where the value begins in the bytes it was read from.
  int start();

  /// Where the value ends in the bytes it was read from; that byte is not its own.
  int end();
}
