package dev.freshet.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One transfer between Freshet and another client.
///
/// @param client the other
/// @param role what the other does
/// @param magnet whether the one that fetches has a magnet link only, and the metadata from the
///   other
/// @param way how they learn of each other
/// @param maker who made the torrent
/// @param encrypted whether both refuse all that is not encrypted
record Cell(
    Client client,
    Role role,
    Flavour flavour,
    boolean magnet,
    Way way,
    Maker maker,
    boolean encrypted) {
  /// In the plain.
  Cell(Client client, Role role, Flavour flavour, boolean magnet, Way way, Maker maker) {
    this(client, role, flavour, magnet, way, maker, false);
  }

  /// The same between two who insist on encryption.
  Cell sealed() {
    return new Cell(client, role, flavour, magnet, way, maker, true);
  }

  /// What the other client does.
  enum Role {
    SEEDS,
    FETCHES
  }

  @Override
  public String toString() {
    return "%s %s %s by %s, %s, made by %s%s"
        .formatted(
            client.getClass().getSimpleName(),
            role.name().toLowerCase(java.util.Locale.ROOT),
            flavour,
            magnet ? "magnet" : "torrent",
            way,
            maker,
            encrypted ? ", encrypted" : "");
  }

  /// Plays it: in the end every file has arrived as it was.
  void play(Stage stage) throws Exception {
    Path origin = stage.folder("origin");
    Path target = stage.folder("target");
    Content made = Content.tree(origin, toString().hashCode());
    boolean dropsEmpty = role == Role.FETCHES && !client.makesEmptyFiles();
    Content content = dropsEmpty ? made.withoutEmptyFiles() : made;
    int trackerPort = stage.port();
    String url = way.url(trackerPort);
    Torrent torrent = maker.make(stage, origin, content, flavour, url);
    Transfer transfer = new Transfer(stage, content, torrent, origin, target, url, trackerPort);
    switch (role) {
      case SEEDS -> otherSeeds(transfer);
      case FETCHES -> otherFetches(transfer);
    }
  }

  private record Transfer(
      Stage stage,
      Content content,
      Torrent torrent,
      Path origin,
      Path target,
      String url,
      int trackerPort) {}

  private void otherSeeds(Transfer transfer) throws Exception {
    Stage stage = transfer.stage();
    Torrent torrent = transfer.torrent();
    if (!client.knowsPadding()) {
      torrent.writePads(transfer.origin());
    }
    boolean told = way == Way.TOLD;
    Tracker tracker = told ? null : Tracker.start(stage, way, transfer.trackerPort(), torrent);
    Peer seed = client.join(stage, transfer.origin(), torrent.file().toString(), encrypted);
    stage.until("the seed's readiness", seed.seeding(), seed.child());
    if (tracker != null) {
      stage.until("the seed's announce", () -> tracker.seeds(torrent) == 1, seed.child());
    }
    List<String> words = new ArrayList<>();
    words.addAll(List.of("get", source(transfer, told && magnet ? seed.address() : "")));
    words.addAll(List.of("--dir", transfer.target().toString()));
    words.addAll(encryption());
    if (told && !magnet) {
      words.addAll(List.of("--peer", seed.address()));
    }
    Child get = Program.start(stage, words.toArray(String[]::new));
    stage.until("the end of get", () -> !get.alive(), seed.child());
    stage.awaitExit(get, 0);
    check(transfer);
  }

  private void otherFetches(Transfer transfer) throws Exception {
    Stage stage = transfer.stage();
    Torrent torrent = transfer.torrent();
    if (way == Way.TOLD) {
      Peer other = client.join(stage, transfer.target(), source(transfer, ""), encrypted);
      Child seed = seed(transfer, "--peer", other.address());
      arrive(transfer, other, seed);
      return;
    }
    Tracker tracker = Tracker.start(stage, way, transfer.trackerPort(), torrent);
    if (client.callsLoopback()) {
      Child seed = seed(transfer);
      stage.until("the seed's announce", () -> tracker.seeds(torrent) == 1, seed);
      Peer other = client.join(stage, transfer.target(), source(transfer, ""), encrypted);
      arrive(transfer, other, seed);
    } else {
      Peer other = client.join(stage, transfer.target(), source(transfer, ""), encrypted);
      stage.until("the other's announce", () -> tracker.leechers(torrent) == 1, other.child());
      arrive(transfer, other, seed(transfer));
    }
  }

  private List<String> encryption() {
    return encrypted ? List.of("--encryption", "required") : List.of();
  }

  private Child seed(Transfer transfer, String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("seed", transfer.torrent().file().toString()));
    words.addAll(List.of("--dir", transfer.origin().toString()));
    words.addAll(encryption());
    words.addAll(List.of(more));
    return Program.start(transfer.stage(), words.toArray(String[]::new));
  }

  private String source(Transfer transfer, String peer) {
    Torrent torrent = transfer.torrent();
    if (!magnet) {
      return torrent.file().toString();
    }
    return switch (role) {
      case SEEDS -> torrent.magnet(transfer.url(), peer);
      case FETCHES -> torrent.magnet(transfer.stage());
    };
  }

  private static void arrive(Transfer transfer, Peer other, Child seed) throws Exception {
    transfer
        .stage()
        .until(
            "all files at the other",
            () -> transfer.content().in(transfer.target()),
            other.child(),
            seed);
    check(transfer);
  }

  private static void check(Transfer transfer) throws Exception {
    String missing = transfer.content().missing(transfer.target());
    if (!missing.isEmpty()) {
      String there = Files.exists(transfer.target().resolve(missing)) ? " differs" : " is missing";
      throw new AssertionError(missing + there);
    }
  }
}
