package dev.freshet.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.engine.EngineOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourcesTest {
  private static final EngineOptions OPTIONS = EngineOptions.defaults();
  private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;
  private WebServer server;

  @BeforeEach
  void serve() throws IOException {
    server = new WebServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aFileIsRead() throws Exception {
    Path file = Files.write(folder.resolve("a.torrent"), Torrents.small("a").toBytes());
    assertThat(Sources.read(OPTIONS, file.toString(), Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            Source.Torrent.class,
            torrent -> assertThat(torrent.metainfo().info().name()).isEqualTo("a"));
  }

  @Test
  void aMagnetLinkIsRead() throws Exception {
    Source source = Sources.read(OPTIONS, "MAGNET:?xt=urn:btih:" + HASH, Duration.ofSeconds(1));
    assertThat(source.hashes().primary().hex()).isEqualTo(HASH);
  }

  @Test
  void aWebLinkIsFetched() throws Exception {
    server.answer("/b.torrent", 200, Torrents.small("b").toBytes());
    Source source = Sources.read(OPTIONS, server.link("/b.torrent"), Duration.ofSeconds(20));
    assertThat(source.hashes()).isEqualTo(Torrents.small("b").info().hashes());
  }

  @Test
  void whatIsMissingIsSaid() {
    refused(folder.resolve("no.torrent").toString(), "there is no file", "magnet link");
    refused(folder.toString(), "is a folder");
    refused("a\0b", "is no name of a file");
    refused("http://", "is not a usable link");
    refused("http://[", "is not a usable link");
  }

  @Test
  void brokenContentIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("x.torrent"), "d4:info");
    refused(file.toString(), "is not a usable .torrent file: ");
    refused("magnet:?dn=x", "is not a usable magnet link: ");
  }

  @Test
  void aWebServerThatRefusesIsSaid() throws IOException {
    server.answer("/gone", 404, new byte[0]);
    refused(server.link("/gone"), "status 404");
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    refused("http://nobody.invalid/x", "the host nobody.invalid is not known");
    refused("http://127.0.0.1:" + closed + "/x", "nobody answers at 127.0.0.1:" + closed);
  }

  @Test
  void aWebServerThatSendsWithoutEndIsCutOff() throws IOException {
    server.answer(
        "/endless",
        out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          byte[] chunk = new byte[1 << 20];
          while (true) {
            out.write(chunk);
          }
        });
    refused(server.link("/endless"), "is too large");
  }

  @Test
  void aWebServerThatHangsIsLeft() {
    CountDownLatch left = new CountDownLatch(1);
    server.answer("/hang", out -> waitFor(left));
    refused(server.link("/hang"), Duration.ofMillis(200), "does not answer in time");
    left.countDown();
  }

  private void refused(String source, String... words) {
    refused(source, Duration.ofSeconds(20), words);
  }

  private static void refused(String source, Duration patience, String... words) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> Sources.read(OPTIONS, source, patience))
        .satisfies(
            e -> assertThat(e.sentence()).contains(words).endsWith(".").doesNotContain("\n"));
  }

  private static void waitFor(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }
}
