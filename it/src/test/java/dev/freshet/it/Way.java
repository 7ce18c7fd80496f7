package dev.freshet.it;

/// How two peers learn of each other.
enum Way {
  /// Freshet is told the other's address: by `--peer`, or by `x.pe` in its magnet link.
  TOLD,
  FRESHET_HTTP,
  FRESHET_UDP,
  OPENTRACKER_HTTP,
  OPENTRACKER_UDP;

  /// The announce URL of such a tracker; empty if there is none.
  String url(int port) {
    return switch (this) {
      case TOLD -> "";
      case FRESHET_HTTP, OPENTRACKER_HTTP -> "http://127.0.0.1:" + port + "/announce";
      case FRESHET_UDP, OPENTRACKER_UDP -> "udp://127.0.0.1:" + port + "/announce";
    };
  }
}
