package dev.freshet.core.announce;

/// What a torrent tells its trackers of itself.
///
/// @param uploaded bytes of payload sent since the torrent was started
/// @param downloaded bytes of payload received since the torrent was started
/// @param left bytes still missing, 0 for a seed; [Long#MAX_VALUE] while the metainfo is unknown
/// @param port where peers reach us, 0 if nowhere
/// @param localPort where those of our own network do
/// @param wanted how many more peers would be of use, 0 for none
public record Progress(
    long uploaded, long downloaded, long left, int port, int localPort, int wanted) {
  public Progress {
    if (uploaded < 0
        || downloaded < 0
        || left < 0
        || port < 0
        || port > 0xffff
        || localPort < 0
        || localPort > 0xffff
        || wanted < 0) {
      throw new IllegalArgumentException(
          "uploaded %d, downloaded %d, left %d, port %d, local port %d, wanted %d"
              .formatted(uploaded, downloaded, left, port, localPort, wanted));
    }
  }

  /// What a tracker of our own network is told, since its peers are there too.
  Progress local() {
    return new Progress(uploaded, downloaded, left, localPort, localPort, wanted);
  }
}
