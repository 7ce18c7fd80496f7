package dev.freshet.cli.screen;

import dev.freshet.cli.json.Json;
import dev.freshet.cli.unit.Size;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.Metainfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that is known of a torrent, for people and for machines. Lines come one by one, so a torrent
/// of 100,000 files is never one text.
public final class TorrentPage {
  private static final int FIRST_FILES = 20;

  private TorrentPage() {}

  /// A page for people; with `allFiles` every file is listed.
  public static Stream<String> lines(Metainfo metainfo, boolean allFiles) {
    Info info = metainfo.info();
    List<FileEntry> files = files(info).toList();
    List<String> head = new ArrayList<>();
    head.add(Text.plain(info.name()));
    addHashes(info.hashes(), head);
    String size = String.format(Locale.ROOT, "%,d bytes", info.contentLength());
    head.add(
        field(
            "size",
            Size.text(info.contentLength())
                + " ("
                + size
                + ") in "
                + Text.count(files.size(), "file")));
    head.add(
        field(
            "pieces",
            info.geometry().pieceCount() + " of " + Size.binary(info.geometry().pieceLength())));
    head.add(field("private", info.isPrivate() ? "yes: peers come from its trackers only" : "no"));
    for (List<String> tier : metainfo.trackers()) {
      head.add(field("tracker", Text.plain(String.join(" or ", tier))));
    }
    metainfo.webSeeds().forEach(url -> head.add(field("web seed", Text.plain(url))));
    metainfo.nodes().forEach(node -> head.add(field("DHT node", node.toString())));
    addOptional("comment", metainfo.comment(), head);
    addOptional("created by", metainfo.createdBy(), head);
    if (metainfo.creationSeconds() > 0) {
      head.add(field("created", date(metainfo.creationSeconds())));
    }
    head.add(field("magnet", Magnet.of(metainfo, List.of()).toString()));
    return info.isSingleFile()
        ? head.stream()
        : Stream.concat(head.stream(), listed(files, allFiles));
  }

  private static Stream<String> listed(List<FileEntry> files, boolean allFiles) {
    int shown = allFiles ? files.size() : Math.min(files.size(), FIRST_FILES);
    int width = Integer.toString(shown).length();
    Stream<String> rows = IntStream.range(0, shown).mapToObj(i -> row(i + 1, width, files.get(i)));
    String rest = "  and " + (files.size() - shown) + " more; --files lists them all";
    return Stream.concat(
        Stream.concat(Stream.of("files"), rows),
        shown < files.size() ? Stream.of(rest) : Stream.empty());
  }

  private static String row(int number, int width, FileEntry file) {
    return "  %s  %s  %s"
        .formatted(
            Text.right(Integer.toString(number), width),
            Text.right(Size.text(file.length()), 9),
            path(file));
  }

  /// What the link itself says, for people.
  public static Stream<String> lines(Magnet magnet) {
    List<String> lines = new ArrayList<>();
    lines.add(magnet.name() == null ? "a torrent without a name" : Text.plain(magnet.name()));
    addHashes(magnet.hashes(), lines);
    if (magnet.length() > 0) {
      lines.add(field("size", Size.text(magnet.length()) + " as the link claims"));
    }
    magnet.trackers().forEach(url -> lines.add(field("tracker", Text.plain(url))));
    magnet.webSeeds().forEach(url -> lines.add(field("web seed", Text.plain(url))));
    peers(magnet).forEach(peer -> lines.add(field("peer", Text.plain(peer))));
    magnet.nodes().forEach(node -> lines.add(field("DHT node", node.toString())));
    lines.add("  The rest is known to its peers: freshet get fetches it.");
    return lines.stream();
  }

  /// The same for machines; the files only when all are asked for.
  public static Json json(Metainfo metainfo, boolean allFiles) {
    Info info = metainfo.info();
    Json json =
        hashes(info.hashes())
            .put("name", info.name())
            .put("size", info.contentLength())
            .put("files", files(info).count())
            .put("pieces", info.geometry().pieceCount())
            .put("piece_size", info.geometry().pieceLength())
            .put("private", info.isPrivate())
            .put("trackers", metainfo.trackers())
            .put("web_seeds", metainfo.webSeeds())
            .put("nodes", metainfo.nodes().stream().map(HostPort::toString).toList())
            .put("comment", metainfo.comment())
            .put("created_by", metainfo.createdBy())
            .put(
                "created", metainfo.creationSeconds() > 0 ? date(metainfo.creationSeconds()) : null)
            .put("magnet", Magnet.of(metainfo, List.of()).toString());
    return allFiles
        ? json.put(
            "file_list",
            files(info)
                .map(file -> new Json().put("path", file.path()).put("size", file.length()))
                .toList())
        : json;
  }

  /// The same for machines.
  public static Json json(Magnet magnet) {
    return hashes(magnet.hashes())
        .put("name", magnet.name())
        .put("size", magnet.length() > 0 ? magnet.length() : null)
        .put("trackers", magnet.trackers())
        .put("web_seeds", magnet.webSeeds())
        .put("peers", peers(magnet).toList())
        .put("nodes", magnet.nodes().stream().map(HostPort::toString).toList())
        .put("magnet", magnet.toString());
  }

  /// Both info-hashes, null where there is none.
  public static Json hashes(InfoHashes hashes) {
    return new Json().put("info_hash_v1", hex(hashes.v1())).put("info_hash_v2", hex(hashes.v2()));
  }

  /// The one that people mean by "the info-hash": v1 if there is one, else the whole v2.
  public static String infoHash(InfoHashes hashes) {
    Hash v2 = hashes.v2();
    return hashes.v1() == null && v2 != null ? v2.hex() : hashes.primary().hex();
  }

  private static Stream<FileEntry> files(Info info) {
    return info.files().stream().filter(file -> !file.padding());
  }

  private static Stream<String> peers(Magnet magnet) {
    return Stream.concat(
        magnet.peers().stream().map(Object::toString),
        magnet.peerHosts().stream().map(Object::toString));
  }

  private static @Nullable String hex(@Nullable Hash hash) {
    return hash == null ? null : hash.hex();
  }

  private static void addHashes(InfoHashes hashes, List<String> lines) {
    addOptional("info-hash v1", hex(hashes.v1()), lines);
    addOptional("info-hash v2", hex(hashes.v2()), lines);
  }

  private static void addOptional(String name, @Nullable String value, List<String> lines) {
    if (value != null) {
      lines.add(field(name, Text.plain(value)));
    }
  }

  private static String field(String name, String value) {
    return "  " + Text.left(name, 14) + value;
  }

  private static String path(FileEntry file) {
    String path = Text.plain(String.join("/", file.path()));
    List<String> target = file.symlink();
    return target == null ? path : path + " -> " + Text.plain(String.join("/", target));
  }

  private static String date(long seconds) {
    long inRange = Math.min(seconds, Instant.MAX.getEpochSecond());
    return Instant.ofEpochSecond(inRange).toString();
  }
}
