package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.metainfo.Metainfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CreateCommandTest {
  @TempDir Path folder;
  private final Running running = new Running();
  private Path content = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void data() throws IOException {
    content = Files.createDirectory(folder.resolve("content"));
    file = Files.writeString(content.resolve("a"), "what must not be lost");
  }

  @Test
  void theContentIsNeverOverwritten() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    for (Path target : new Path[] {file, link, content.resolve("..").resolve("link")}) {
      for (Path made : new Path[] {file, link, content}) {
        Running one = new Running();
        assertThat(one.run("create", made.toString(), "-o", target.toString())).isEqualTo(2);
        assertThat(one.err())
            .isEqualTo(
                "freshet: %s is there and part of what the .torrent file is made of; choose another file with -o.\n"
                    .formatted(target));
      }
    }
    assertThat(file).hasContent("what must not be lost");
  }

  @Test
  void inTheFolderItselfItIsWrittenOnce() throws Exception {
    Path target = content.resolve("new.torrent");
    assertThat(running.run("create", content.toString(), "--v1", "-o", target.toString())).isZero();
    byte[] first = Files.readAllBytes(target);
    assertThat(Metainfo.parse(first).info().files()).hasSize(1);
    assertThat(new Running().run("create", content.toString(), "-o", target.toString()))
        .isEqualTo(2);
    assertThat(target).hasBinaryContent(first);
  }

  @Test
  void linksAreFollowedWhereTheyLead() throws Exception {
    Path old = Files.writeString(folder.resolve("old.torrent"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), old);
    Path hanging = Files.createSymbolicLink(folder.resolve("hanging"), Path.of("new.torrent"));
    for (Path each : new Path[] {link, hanging}) {
      assertThat(new Running().run("create", file.toString(), "-o", each.toString())).isZero();
      assertThat(each).isSymbolicLink();
      assertThat(Metainfo.parse(Files.readAllBytes(each)).info().name()).isEqualTo("a");
    }
    assertThat(folder.resolve("new.torrent")).isRegularFile();
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThat(running.run("create", file.toString(), "-o", loop.toString())).isEqualTo(1);
    assertThat(running.err()).contains("loop cannot be written: ").hasLineCount(1);
    assertThat(loop).isSymbolicLink();
  }

  @Test
  void aPipeIsWrittenThrough() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            read.complete(Files.readAllBytes(pipe));
          } catch (IOException e) {
            read.completeExceptionally(e);
          }
        });
    assertThat(running.run("create", file.toString(), "-o", pipe.toString())).isZero();
    assertThat(Metainfo.parse(read.get(60, TimeUnit.SECONDS)).info().name()).isEqualTo("a");
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void standardOutputGetsTheTorrentAndNothingElse() throws Exception {
    assertThat(running.run("create", file.toString(), "--v1", "-o", "-")).isZero();
    byte[] bytes = running.out().getBytes(StandardCharsets.UTF_8);
    // as text it has lost the hashes' bytes, and nothing else
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .startsWith("d10:created by")
        .endsWith("ee");
    assertThat(Path.of("-")).doesNotExist();
    assertThat(new Running().run("create", file.toString(), "-o", "-", "--json")).isEqualTo(2);
  }

  @Test
  void whatIsNoUrlIsRefused() throws Exception {
    Path target = folder.resolve("a.torrent");
    for (String[] wrong :
        new String[][] {
          {"--tracker", "notaurl"},
          {"--tracker", "http://tracker.example/announce,foo"},
          {"--tracker", "udp://tracker.example"},
          {"--web-seed", "ftp:foo"},
          {"--web-seed", "https:///a"},
          {"--web-seed", "http://bad host/a"}
        }) {
      Running one = new Running();
      String[] words = {"create", file.toString(), "-o", target.toString(), wrong[0], wrong[1]};
      assertThat(one.run(words)).as(wrong[1]).isEqualTo(2);
      assertThat(one.err()).startsWith("freshet: " + wrong[0] + " ").contains(" is not usable");
      assertThat(target).doesNotExist();
    }
    String good = "udp://tracker.example:6969,https://tracker.example/announce";
    String[] words = {"create", file.toString(), "-o", target.toString(), "--tracker", good};
    assertThat(running.run(words)).isZero();
    for (String command : new String[] {"get", "seed"}) {
      Running one = new Running();
      assertThat(one.run(command, target.toString(), "--tracker", "foo")).isEqualTo(2);
      assertThat(one.err())
          .isEqualTo(
              "freshet: --tracker foo is not usable: a URL that is not http, https or udp; give one such as http://tracker.example:6969/announce.\n");
    }
  }

  @Test
  void aFolderNamedByADotHasAName() throws Exception {
    Path made = Path.of("content.torrent").toAbsolutePath();
    try {
      assertThat(running.run("create", content.resolve(".").toString())).isZero();
      assertThat(made).isRegularFile();
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(Path.of("..torrent"));
    }
  }
}
