package dev.freshet.bench;

import dev.freshet.core.api.TorrentOptions;
import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.TorrentMaker;
import dev.freshet.engine.TorrentRecipe;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/// An engine that seeds many torrents in which nothing moves: `IdleMain FOLDER COUNT CONNECTIONS`.
/// Prints its port and the info-hashes; then, for every line that it reads, the bytes that live on
/// its heap once all else was collected. Whoever started it sees the rest from outside.
public final class IdleMain {
  private IdleMain() {}

  /// Runs until its input ends.
  public static void main(String[] words) throws Exception {
    Path folder = Path.of(words[0]);
    int count = Integer.parseInt(words[1]);
    EngineOptions options =
        EngineOptions.defaults()
            .withStateDirectory(folder.resolve("state"))
            .withBind(List.of(Objects.requireNonNull(IpAddress.parse("127.0.0.1"))))
            .withMaxConnections(Integer.parseInt(words[2]));
    try (Engine engine = Engine.open(options)) {
      List<CompletableFuture<?>> complete = new ArrayList<>();
      List<String> hashes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Path home = Files.createDirectories(folder.resolve(Integer.toString(i)));
        Path data = Files.writeString(home.resolve("data"), Integer.toString(i).repeat(4096));
        Metainfo metainfo = make(data);
        complete.add(engine.add(metainfo, TorrentOptions.in(home.toString())).completion());
        hashes.add(String.valueOf(metainfo.info().hashes().v1()));
      }
      CompletableFuture.allOf(complete.toArray(CompletableFuture[]::new)).join();
      complete.clear();
      System.out.println(engine.port() + " " + String.join(",", hashes));
      answer();
    }
  }

  private static Metainfo make(Path data) throws Exception {
    TorrentRecipe recipe = TorrentRecipe.defaults().withVersion(TorrentVersion.V1);
    return TorrentMaker.make(data, recipe, (_, _) -> true);
  }

  private static void answer() throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      ManagementFactory.getMemoryMXBean().gc();
      System.out.println(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
  }
}
