package dev.freshet.cli;

import dev.freshet.cli.unit.Rate;
import dev.freshet.core.api.RateLimits;
import picocli.CommandLine.Option;

/// How fast a command may send.
final class UploadOption {
  @Option(
      names = "--max-up",
      paramLabel = "RATE",
      description =
          "Send at most this fast, such as 2MB/s or 16Mbit/s, counting data of files alone; 0 for no"
              + " limit.")
  private Rate maxUp = new Rate(RateLimits.UNLIMITED);

  /// Bytes a second.
  long bytesPerSecond() {
    return maxUp.bytesPerSecond();
  }
}
