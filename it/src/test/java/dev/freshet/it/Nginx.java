package dev.freshet.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// nginx with a folder to serve, and a log of what it sent.
///
/// @param link where the folder is, with a slash at the end
record Nginx(Child child, String link, Path log) {
  private static final String SETTINGS =
      """
      daemon off;
      master_process off;
      worker_processes 1;
      pid %1$s/pid;
      error_log %1$s/error.log;
      events { worker_connections 512; }
      http {
        log_format sent '$body_bytes_sent';
        access_log %1$s/sent.log sent;
        client_body_temp_path %1$s/t1;
        proxy_temp_path %1$s/t2;
        fastcgi_temp_path %1$s/t3;
        uwsgi_temp_path %1$s/t4;
        scgi_temp_path %1$s/t5;
        sendfile on;
        limit_rate %4$s;
        server { listen 127.0.0.1:%2$d; root "%3$s"; }
      }
      """;

  /// Serves `folder`, each connection at most at this rate, such as `1m`; 0 for no limit.
  static Nginx serve(Stage stage, Path folder, String rate) throws IOException {
    int port = stage.port();
    Path home = stage.folder("nginx");
    Path settings = home.resolve("nginx.conf");
    Files.writeString(settings, SETTINGS.formatted(home, port, folder, rate));
    Path log = home.resolve("sent.log");
    String errors = home.resolve("error.log").toString();
    Child child =
        stage.start("nginx", home, List.of("nginx", "-c", settings.toString(), "-e", errors));
    stage.until("nginx", () -> Files.exists(home.resolve("pid")), child);
    return new Nginx(child, "http://127.0.0.1:" + port + "/", log);
  }

  /// Bytes of bodies in all answers that it has ended.
  long sent() {
    try {
      return Files.readAllLines(log).stream().mapToLong(Long::parseLong).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
