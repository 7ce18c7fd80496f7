package dev.freshet.protocol.metainfo;

/// Which protocol a torrent is for.
public enum TorrentVersion {
  /// BEP 3: SHA-1 of pieces, files end to end.
  V1,
  /// BEP 52: SHA-256 trees, one a file.
  V2,
  /// Both in one info dictionary, with padding files so that both agree about pieces.
  HYBRID;

  /// Whether pieces have a SHA-1.
  public boolean hasV1() {
    return this != V2;
  }

  /// Whether files have a hash tree.
  public boolean hasV2() {
    return this != V1;
  }
}
