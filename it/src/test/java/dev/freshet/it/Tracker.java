package dev.freshet.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A tracker at work, over HTTP and UDP on one port number.
record Tracker(Child child, int port) {
  private static final Pattern COMPLETE = Pattern.compile("8:completei(\\d+)e");
  private static final Pattern INCOMPLETE = Pattern.compile("10:incompletei(\\d+)e");

  /// Starts the tracker that `way` means, for this one torrent.
  static Tracker start(Stage stage, Way way, int port, Torrent torrent) {
    Child child =
        switch (way) {
          case TOLD -> throw new IllegalArgumentException("no tracker");
          case FRESHET_HTTP, FRESHET_UDP ->
              Program.start(stage, "tracker", "--port", String.valueOf(port));
          case OPENTRACKER_HTTP, OPENTRACKER_UDP -> opentracker(stage, port, torrent);
        };
    Tracker tracker = new Tracker(child, port);
    stage.until("the tracker's ear", () -> !tracker.scrape(torrent).isEmpty(), child);
    return tracker;
  }

  /// Debian's opentracker serves the torrents of a list, and as root it changes its root folder and
  /// its user.
  private static Child opentracker(Stage stage, int port, Torrent torrent) {
    Path home = stage.folder("opentracker");
    try {
      Path list = home.resolve("list");
      Files.writeString(list, HexFormat.of().formatHex(torrent.swarm()) + "\n");
      Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-r--r--"));
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String number = String.valueOf(port);
    return stage.start(
        "opentracker",
        home,
        List.of(
            "opentracker",
            "-i",
            "127.0.0.1",
            "-p",
            number,
            "-P",
            number,
            "-d",
            home.toString(),
            "-u",
            "nobody",
            "-w",
            "list"));
  }

  /// How many have all of it.
  int seeds(Torrent torrent) {
    return number(COMPLETE, scrape(torrent));
  }

  /// How many still need some of it.
  int leechers(Torrent torrent) {
    return number(INCOMPLETE, scrape(torrent));
  }

  private static int number(Pattern pattern, String scrape) {
    Matcher matcher = pattern.matcher(scrape);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /// The answer to a scrape; empty if there is none.
  private String scrape(Torrent torrent) {
    StringBuilder query = new StringBuilder();
    for (byte b : torrent.swarm()) {
      query.append('%').append(HexFormat.of().toHexDigits(b));
    }
    URI uri = URI.create("http://127.0.0.1:" + port + "/scrape?info_hash=" + query);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(uri).build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
          .body();
    } catch (IOException _) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
