package dev.freshet.protocol.utp;

/// The 20 bytes that every uTP packet begins with.
///
/// @param connection 16 bits: the number that the receiver goes by; in a SYN that of the sender
/// @param timestamp when it was sent by the sender's clock, in microseconds, all 32 bits used
/// @param difference when the sender got our last packet by its clock, less that packet's timestamp
/// @param window how many bytes more the sender takes, not negative
/// @param sequence 16 bits: the packet's number; in a STATE that of the next packet with a number
/// @param ack 16 bits: the last packet before the first that the sender misses
public record UtpHeader(
    UtpType type,
    int connection,
    int timestamp,
    int difference,
    int window,
    int sequence,
    int ack) {
  /// Its length in bytes.
  public static final int LENGTH = 20;

  public UtpHeader {
    if (connection < 0
        || connection > 0xffff
        || window < 0
        || sequence < 0
        || sequence > 0xffff
        || ack < 0
        || ack > 0xffff) {
      throw new IllegalArgumentException(
          "connection %d, window %d, sequence %d, ack %d"
              .formatted(connection, window, sequence, ack));
    }
  }
}
