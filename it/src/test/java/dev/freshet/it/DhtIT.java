package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A DHT of nodes of libtorrent's and of ours: magnet links with nothing in them but the info-hash,
/// and items that one stores and the other finds (BEP 44).
@Execution(ExecutionMode.CONCURRENT)
final class DhtIT {
  private static final int LIBTORRENTS = 6;
  private static final int OURS = 6;

  private static final Pattern STORED = Pattern.compile("STORED ([0-9a-f]{40,64})");

  private static final String TEXT = "what one of us has kept";
  private static final String SALT = "salt";

  @Test
  void freshetFetchesWhatLibtorrentAnnounces() throws Exception {
    Stage.play(
        "announced by libtorrent",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "one.iso", 3_000_000, 21);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          PrivateDht dht = PrivateDht.of(stage, LIBTORRENTS, OURS);
          Child seed = dht.libtorrent("seed", torrent.file(), origin);
          stage.until("the seed's readiness", () -> seed.out().contains("SEEDING"), seed);
          Path target = stage.folder("target");
          Child get = dht.program("get", torrent.magnet("", ""), "--dir", target.toString());
          stage.awaitExit(get, 0);
          assertThat(content.missing(target)).isEmpty();
        });
  }

  @Test
  void libtorrentFetchesWhatFreshetAnnounces() throws Exception {
    Stage.play(
        "announced by Freshet",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "one.iso", 3_000_000, 22);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          PrivateDht dht = PrivateDht.of(stage, LIBTORRENTS, OURS);
          Child seed = dht.program("seed", torrent.file().toString(), "--dir", origin.toString());
          dht.awaitAnnounce(torrent.v1());
          Path target = stage.folder("target");
          Child get = dht.libtorrent("get", torrent.magnet("", ""), target);
          stage.until("all files at the other", () -> content.in(target), get, seed);
          assertThat(content.missing(target)).isEmpty();
        });
  }

  @Test
  void itemsGoFromEachToTheOther() throws Exception {
    Stage.play(
        "items",
        stage -> {
          PrivateDht dht = PrivateDht.of(stage, LIBTORRENTS, OURS);
          String ours = stored(stage, dht.freshet("put", TEXT));
          found(stage, dht.libtorrent("fetch", ours));
          String theirs = stored(stage, dht.libtorrent("put", TEXT + ", too"));
          found(stage, dht.freshet("fetch", theirs));
        });
  }

  @Test
  void mutableItemsGoFromEachToTheOther() throws Exception {
    Stage.play(
        "mutable items",
        stage -> {
          PrivateDht dht = PrivateDht.of(stage, LIBTORRENTS, OURS);
          String ours = stored(stage, dht.freshet("put-mutable", TEXT, SALT));
          found(stage, dht.libtorrent("fetch-mutable", ours, SALT));
          String theirs = stored(stage, dht.libtorrent("put-mutable", TEXT, SALT));
          found(stage, dht.freshet("fetch-mutable", theirs, SALT));
        });
  }

  /// The name under which this node has stored something; the node ends.
  private static String stored(Stage stage, Child putter) {
    stage.until("a put", () -> STORED.matcher(putter.out()).find(), putter);
    Matcher stored = STORED.matcher(putter.out());
    assertThat(stored.find()).isTrue();
    putter.kill();
    return stored.group(1);
  }

  private static void found(Stage stage, Child getter) {
    stage.until("the item", () -> getter.out().contains("ITEM"), getter);
    assertThat(getter.out()).contains(TEXT);
  }

  @Test
  void freshetAloneKeepsItemsForOthers() throws Exception {
    Stage.play(
        "kept by Freshet",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "one.iso", 1_000_000, 23);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.V1, "");
          String file = torrent.file().toString();
          String port = String.valueOf(stage.port());
          // nobody to begin at: the others come to it
          PrivateDht dht = new PrivateDht(stage, Client.HOST + ":" + port);
          Child keeper = dht.program("seed", file, "--dir", origin.toString(), "--port", port);
          stage.until("a keeper", () -> keeper.err().contains("seeding"), keeper);
          found(stage, dht.libtorrent("fetch", stored(stage, dht.libtorrent("put", TEXT))));
        });
  }
}
