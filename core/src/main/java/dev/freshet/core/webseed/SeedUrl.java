package dev.freshet.core.webseed;

import dev.freshet.protocol.PercentCode;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.Info;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where a server has the files of a torrent, and how each file's URL follows from that (BEP 19).
///
/// The URL of a single file stands for that file, unless it ends in a slash: then the torrent's
/// name follows. The URL of a folder always stands for what the folder lies in; the slash may be
/// missing.
public final class SeedUrl {
  /// The longest that is used.
  static final int MAX_LENGTH = 2048;

  private static final String NOT_IN_URLS = "\"<>\\^`{|}";

  private final String url;

  private SeedUrl(String url) {
    this.url = url;
  }

  /// The place that this text names; null if it is no HTTP URL that can be used.
  public static @Nullable SeedUrl of(String text) {
    String url = text.strip();
    int fragment = url.indexOf('#');
    url = fragment < 0 ? url : url.substring(0, fragment);
    String lower = url.toLowerCase(Locale.ROOT);
    int from = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
    if (from < 0 || url.length() == from || url.charAt(from) == '/' || url.length() > MAX_LENGTH) {
      return null;
    }
    return new SeedUrl(escaped(url));
  }

  /// What no URL may have in it is escaped; what is escaped already stays.
  private static String escaped(String url) {
    StringBuilder out = new StringBuilder(url.length());
    for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
      if (b <= ' ' || b == 0x7f || NOT_IN_URLS.indexOf(b) >= 0) {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      } else {
        out.append((char) b);
      }
    }
    return out.toString();
  }

  /// The URL of this file.
  String file(Info info, int file) {
    if (info.isSingleFile()) {
      return url.endsWith("/") ? url + PercentCode.encode(info.name()) : url;
    }
    StringBuilder out = new StringBuilder(url);
    if (!url.endsWith("/")) {
      out.append('/');
    }
    out.append(PercentCode.encode(info.name()));
    FileEntry entry = info.files().get(file);
    entry.path().forEach(element -> out.append('/').append(PercentCode.encode(element)));
    return out.toString();
  }

  /// As it is asked for.
  @Override
  public String toString() {
    return url;
  }
}
