package dev.freshet.tracker;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Files of metainfo that are served beside the tracker, and the page that lists them. Thread-safe.
final class Torrents {
  private static final int MAX_NAME = 150;

  private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();

  /// Adds a file under a name made fit for a URL; returns its path.
  String add(String name, byte[] torrent) {
    String base = name.endsWith(".torrent") ? name.substring(0, name.length() - 8) : name;
    String safe = base.replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("^[._]+", "");
    String cut = safe.substring(0, Math.min(MAX_NAME, safe.length()));
    String path = "/" + (cut.isEmpty() ? "file" : cut) + ".torrent";
    files.put(path, torrent.clone());
    return path;
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
