package dev.freshet.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A DHT of libtorrent's nodes and of ours, to which nobody else belongs.
///
/// @param begin the address of the one that all others know
/// @param theirs libtorrent's nodes so far
record PrivateDht(Stage stage, String begin, List<Child> theirs) {
  /// One of which nobody is there yet but the node to begin at.
  PrivateDht(Stage stage, String begin) {
    this(stage, begin, new ArrayList<>());
  }

  /// Nodes that know each other. Each begins when the first listens and knows those of libtorrent
  /// before it: such a node that is told of nobody when it begins does not ask again.
  static PrivateDht of(Stage stage, int libtorrents, int ours) {
    PrivateDht dht = new PrivateDht(stage, address(stage));
    Child first = dht.libtorrentAt(dht.begin, "");
    stage.until("a node to begin at", () -> first.out().contains("LISTENING"), first);
    for (int i = 1; i < libtorrents; i++) {
      dht.libtorrent();
      String known = "TABLE " + i;
      stage.until("a first node that knows " + i, () -> first.out().contains(known), first);
    }
    if (ours > 0) {
      Child nodes = dht.freshet("stay", String.valueOf(ours));
      stage.until("nodes of ours", () -> nodes.out().contains("LISTENING"), nodes);
    }
    return dht;
  }

  /// An address of its own for a node.
  static String address(Stage stage) {
    return Client.HOST + ":" + stage.port();
  }

  /// One more of libtorrent's, that does this.
  Child libtorrent(Object... words) {
    return libtorrentAt(address(stage), begin, words);
  }

  private Child libtorrentAt(String at, String from, Object... words) {
    List<Object> all = new ArrayList<>(List.of(at, from));
    all.addAll(List.of(words));
    Child node = stage.start("libtorrent", Python.script(stage, "dht.py", all.toArray()));
    theirs.add(node);
    return node;
  }

  /// Waits until a node of libtorrent's has heard that somebody has this: one that looks earlier
  /// looks again after a quarter of an hour only.
  void awaitAnnounce(String infoHash) {
    String heard = "incoming dht announce";
    stage.until(
        "an announce",
        () ->
            theirs.stream()
                .flatMap(node -> node.err().lines())
                .anyMatch(line -> line.contains(heard) && line.contains(infoHash)));
  }

  /// One or more of ours, through the engine, that do this.
  Child freshet(String... words) {
    Path folder = stage.folder("nodes");
    List<String> all = new ArrayList<>(Program.embedding(Resources.copy("Nodes.java", folder)));
    all.addAll(List.of(folder.toString(), begin));
    all.addAll(List.of(words));
    return stage.start("freshet-nodes", all);
  }

  /// A command of Freshet's that finds its peers here alone.
  Child program(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--dht-bootstrap", begin, "--no-pex"));
    return Program.start(stage, all.toArray(String[]::new));
  }
}
