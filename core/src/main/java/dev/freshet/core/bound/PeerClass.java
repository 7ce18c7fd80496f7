package dev.freshet.core.bound;

/// Peers that are alike.
///
/// @param count how many; 0 or more
/// @param upBytesPerSecond what each can send; 0 if it only takes
/// @param downBytesPerSecond what each can receive; [#UNLIMITED] if that never matters
public record PeerClass(long count, long upBytesPerSecond, long downBytesPerSecond) {
  /// A downlink without limit.
  public static final long UNLIMITED = 0;

  public PeerClass {
    if (count < 0 || upBytesPerSecond < 0 || downBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          count + " peers with " + upBytesPerSecond + " up and " + downBytesPerSecond + " down");
    }
  }

  /// The same, another number of them.
  public PeerClass withCount(long newCount) {
    return new PeerClass(newCount, upBytesPerSecond, downBytesPerSecond);
  }

  /// Seconds that one of them needs to receive so many bytes, whoever sends.
  double receivingSeconds(long bytes) {
    return downBytesPerSecond == UNLIMITED ? 0 : (double) bytes / downBytesPerSecond;
  }
}
