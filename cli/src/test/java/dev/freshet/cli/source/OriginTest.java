package dev.freshet.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.TorrentMaker;
import dev.freshet.engine.TorrentRecipe;
import dev.freshet.protocol.metainfo.Metainfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OriginTest {
  private static final String CONTENT = "0123456789";

  private WebServer server;

  @BeforeEach
  void serve() throws IOException {
    server = new WebServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /// The server answers with these, one after the other, and then with the last one again.
  private void answers(String... all) {
    Queue<String> left = new ArrayDeque<>(List.of(all));
    server.answer(
        "/a%20file",
        out -> {
          String next = left.size() > 1 ? left.remove() : left.element();
          out.write(next.getBytes(StandardCharsets.US_ASCII));
        });
  }

  private static String part(int from, int to, String total, String tag) {
    return answer(
        "206",
        "Content-Range: bytes %d-%d/%s\r\nETag: \"%s\"\r\n".formatted(from, to - 1, total, tag),
        CONTENT.substring(from, to));
  }

  private static String answer(String status, String headers, String body) {
    return "HTTP/1.1 %s x\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, headers, body.length(), body);
  }

  private Metainfo make(String path) throws Exception {
    return Origin.make(
        EngineOptions.defaults(), server.link(path), TorrentRecipe.defaults(), (_, _) -> true);
  }

  private void refused(String... parts) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> make("/a%20file"))
        .satisfies(e -> assertThat(e.sentence()).contains(parts).endsWith("."));
  }

  @Test
  void aFileIsReadOnceAndIsTheTorrentThatACopyOfItWouldBe(@TempDir Path folder) throws Exception {
    answers(part(0, 1, "10", "a"), part(0, 10, "10", "a"), part(0, 1, "10", "a"));
    Path copy = Files.writeString(folder.resolve("a file"), CONTENT);
    Metainfo made = make("/a%20file");
    assertThat(made.info().hashes())
        .isEqualTo(
            TorrentMaker.make(copy, TorrentRecipe.defaults(), (_, _) -> true).info().hashes());
    assertThat(made.webSeeds()).containsExactly(server.link("/a%20file"));
  }

  @Test
  void aBrokenConnectionIsTakenUpWhereItBroke() throws Exception {
    answers(part(0, 1, "10", "a"), part(0, 10, "10", "a"), part(0, 1, "10", "a"));
    Metainfo whole = make("/a%20file");
    String half = part(0, 10, "10", "a");
    answers(
        part(0, 1, "10", "a"),
        half.substring(0, half.length() - 6),
        part(4, 10, "10", "a"),
        part(0, 1, "10", "a"));
    assertThat(make("/a%20file").info().hashes()).isEqualTo(whole.info().hashes());
  }

  @Test
  void aFileThatChangesWhileItIsReadIsNoTorrent() {
    answers(part(0, 1, "10", "a"), part(0, 10, "10", "b"));
    refused("was changed while it was read");
    answers(part(0, 1, "10", "a"), part(0, 10, "10", "a"), part(0, 1, "10", "b"));
    refused("was changed while it was read");
  }

  @Test
  void aServerThatRedirectsIsFollowed() throws Exception {
    answers(part(0, 1, "10", "a"), part(0, 10, "10", "a"), part(0, 1, "10", "a"));
    String moved =
        "HTTP/1.1 302 x\r\nLocation: /a%20file\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    server.answer("/moved", out -> out.write(moved.getBytes(StandardCharsets.US_ASCII)));
    Metainfo made = make("/moved");
    assertThat(made.info().name()).isEqualTo("moved");
    assertThat(made.webSeeds()).containsExactly(server.link("/moved"));
  }

  @Test
  void aServerThatSendsNoRangesIsSaid() {
    answers(answer("200", "", CONTENT));
    refused("does not send ranges", "share a copy");
  }

  @Test
  void aServerThatDoesNotTellTheLengthIsSaid() {
    answers(part(0, 1, "*", "a"));
    refused("does not say how long");
  }

  @Test
  void aServerThatRefusesIsSaid() {
    answers(answer("404", "", ""));
    refused("status 404", "check the link");
    answers(answer("416", "Content-Range: bytes */0\r\n", ""));
    refused("is empty");
    answers(answer("206", "Content-Range: bytes 5-5/10\r\n", "5"));
    refused("another range");
    answers(answer("206", "Content-Range: bytes 0-0/10\r\nContent-Encoding: gzip\r\n", "5"));
    refused("compressed");
  }

  @Test
  void aLinkThatNamesNoFileIsSaid() {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> make("/folder/"))
        .satisfies(e -> assertThat(e.sentence()).contains("names no file"));
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() ->
            Origin.make(
                EngineOptions.defaults(),
                "ftp://host.example/file",
                TorrentRecipe.defaults(),
                (_, _) -> true))
        .satisfies(e -> assertThat(e.sentence()).contains("no http(s) link"));
  }
}
