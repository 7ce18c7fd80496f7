package dev.freshet.tracker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Files of metainfo that are served beside the tracker, and the page that lists them. Thread-safe.
final class Torrents {
  private static final int MAX_NAME = 150;

  private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();

  /// Adds a file under a name made fit for a URL; returns its path. Another file that has this name
  /// keeps it, and the new one gets a number.
  String add(String name, byte[] torrent) {
    String base = name.endsWith(".torrent") ? name.substring(0, name.length() - 8) : name;
    String safe = base.replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("^[._]+", "");
    String cut = safe.substring(0, Math.min(MAX_NAME, safe.length()));
    String stem = "/" + (cut.isEmpty() ? "file" : cut);
    String path = stem + ".torrent";
    for (int number = 2; !isThere(path, torrent); number++) {
      path = stem + "-" + number + ".torrent";
    }
    return path;
  }

  /// Whether this file is the one under this path, which it is if there was none.
  private boolean isThere(String path, byte[] torrent) {
    byte[] before = files.putIfAbsent(path, torrent.clone());
    return before == null || Arrays.equals(before, torrent);
  }

  byte @Nullable [] file(String path) {
    return files.get(path);
  }

  byte[] page() {
    StringBuilder html = new StringBuilder(256);
    html.append("<!doctype html><meta charset=\"utf-8\"><title>Freshet tracker</title>\n");
    html.append("<h1>Freshet tracker</h1>\n<ul>\n");
    // names have no character that means anything in HTML
    for (String path : files.keySet()) {
      html.append("<li><a href=\"").append(path).append("\">");
      html.append(path, 1, path.length()).append("</a></li>\n");
    }
    return html.append("</ul>\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
