package dev.freshet.it;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A torrent as libtorrent reads it, whoever made it: so a magnet link names what others hash.
///
/// @param v1 the SHA-1 info-hash in hex, empty if it has none
/// @param v2 the SHA-256 info-hash in hex, empty if it has none
/// @param pads the padding files that a client without BEP 47 expects on its disk
record Torrent(Path file, String name, String v1, String v2, List<Pad> pads) {
  /// A file of zeroes.
  record Pad(String path, int size) {}

  static Torrent read(Stage stage, Path file) {
    Child libtorrent = stage.run("read-torrent", Python.script(stage, "make.py", "read", file));
    String name = "";
    String v1 = "";
    String v2 = "";
    List<Pad> pads = new ArrayList<>();
    for (String line : libtorrent.out().lines().toList()) {
      String[] words = line.split("\t", 3);
      switch (words[0]) {
        case "name" -> name = words[1];
        case "v1" -> v1 = words[1];
        case "v2" -> v2 = words[1];
        case "pad" -> pads.add(new Pad(words[2], Integer.parseInt(words[1])));
        default -> throw new AssertionError("make.py says " + line);
      }
    }
    return new Torrent(file, name, v1, v2, List.copyOf(pads));
  }

  /// Its magnet link as libtorrent prints it, with this tracker and this peer unless they are
  /// empty.
  String magnet(String tracker, String peer) {
    StringBuilder magnet = new StringBuilder("magnet:?");
    if (!v1.isEmpty()) {
      magnet.append("xt=urn:btih:").append(v1);
    }
    if (!v2.isEmpty()) {
      magnet.append(v1.isEmpty() ? "" : "&").append("xt=urn:btmh:1220").append(v2);
    }
    magnet.append("&dn=").append(escaped(name));
    if (!tracker.isEmpty()) {
      magnet.append("&tr=").append(escaped(tracker));
    }
    if (!peer.isEmpty()) {
      magnet.append("&x.pe=").append(peer);
    }
    return magnet.toString();
  }

  /// The magnet link that Freshet prints for it.
  String magnet(Stage stage) {
    Child show = Program.run(stage, "show", "--json", file.toString());
    return Json.text(show.out(), "magnet");
  }

  /// The 20 bytes that trackers know it by: of a v2 torrent, the beginning of its hash.
  byte[] swarm() {
    String hash = v1.isEmpty() ? v2.substring(0, 40) : v1;
    return HexFormat.of().parseHex(hash);
  }

  /// Writes the padding files.
  void writePads(Path folder) throws IOException {
    for (Pad pad : pads) {
      Path path = folder.resolve(pad.path());
      Files.createDirectories(path.getParent());
      Files.write(path, new byte[pad.size()]);
    }
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
