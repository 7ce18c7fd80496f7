package dev.freshet.cli;

import dev.freshet.cli.screen.Text;
import dev.freshet.protocol.announce.AnnounceException;
import dev.freshet.protocol.announce.TrackerUrl;
import java.util.List;
import java.util.regex.Pattern;

/// Looks at the URLs on the command line, for nobody tells later that one of them is no URL: the
/// others may do.
final class Urls {
  /// As web seeds are used: what must be escaped will be.
  private static final Pattern WEB_SEED = Pattern.compile("(?i)https?://[^/?#\\s]+(?:[/?#].*)?");

  private Urls() {}

  /// Fails if one of them is no tracker's.
  static List<String> trackers(List<String> urls) throws Failure {
    for (String url : urls) {
      try {
        TrackerUrl.parse(url);
      } catch (AnnounceException e) {
        throw Failure.usage(
            "--tracker %s is not usable: %s; give one such as http://tracker.example:6969/announce."
                .formatted(Text.plain(url), e.getMessage()));
      }
    }
    return urls;
  }

  /// Fails if one of them is no HTTP server's.
  static List<String> webSeeds(List<String> urls) throws Failure {
    for (String url : urls) {
      if (!WEB_SEED.matcher(url).matches()) {
        throw Failure.usage(
            "--web-seed %s is not usable; give one such as https://www.example/big.iso."
                .formatted(Text.plain(url)));
      }
    }
    return urls;
  }
}
