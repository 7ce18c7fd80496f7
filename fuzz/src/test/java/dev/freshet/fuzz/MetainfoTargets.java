package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.bencode.BencodeException;
import dev.freshet.protocol.bencode.BencodeLimits;
import dev.freshet.protocol.bencode.BencodeReader;
import dev.freshet.protocol.bencode.BencodeWriter;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.HashRange;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.PieceLayers;
import dev.freshet.storage.layout.SafeNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// .torrent files, info dictionaries, v2 trees, magnet links, and the names in them.
final class MetainfoTargets {
  private static final int MOST_PIECES = 1000;

  /// What Windows takes for a device: spaces may follow the name, and then an extension.
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|(com|lpt)[0-9¹²³]) *(\\..*)?");

  private MetainfoTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("metainfo", Target.of(MetainfoTargets::metainfo));
    all.put("info", Target.of(MetainfoTargets::info));
    all.put("info-file-tree", Target.of(MetainfoTargets::fileTree));
    all.put("info-file-list", Target.of(MetainfoTargets::fileList));
    all.put("metainfo-piece-layers", Target.of(MetainfoTargets::pieceLayers));
    all.put("metainfo-outside-info", Target.of(MetainfoTargets::outsideInfo));
    all.put("hash-range", Target.of(MetainfoTargets::hashRange));
    all.put("magnet", Target.of(MetainfoTargets::magnet));
    all.put("file-names", Target.of(MetainfoTargets::fileNames));
  }

  private static void metainfo(byte[] input) throws MetainfoException {
    Metainfo metainfo;
    try {
      metainfo = Metainfo.parse(input);
    } catch (MetainfoException refused) {
      return;
    }
    look(metainfo.info(), metainfo.layers());
    Metainfo again = Metainfo.parse(metainfo.toBytes());
    claim(again.info().hashes().equals(metainfo.info().hashes()), "another hash when written");
    claim(again.trackers().equals(metainfo.trackers()), "other trackers when written");
    claim(again.nodes().equals(metainfo.nodes()), "other nodes when written");
  }

  private static void info(byte[] input) {
    try {
      look(Info.parse(input), PieceLayers.NONE);
    } catch (MetainfoException refused) {
      // as it may
    }
  }

  private static void look(Info info, PieceLayers layers) {
    int pieces = info.geometry().pieceCount();
    long content = 0;
    for (FileEntry file : info.files()) {
      claim(file.length() >= 0, "a length below 0");
      content += file.padding() ? 0 : file.length();
    }
    claim(content == info.contentLength(), "lengths do not add up");
    for (int piece = 0; piece < Math.min(pieces, MOST_PIECES); piece++) {
      info.pieceHash(piece, layers);
      claim(info.geometry().pieceSize(piece) > 0, "an empty piece");
      claim(info.contentSize(piece) <= info.geometry().pieceSize(piece), "more than a piece");
    }
  }

  private static void fileTree(byte[] input) {
    BencodeWriter out = new BencodeWriter().dict().key("file tree");
    if (raw(out, input)) {
      out.key("meta version").integer(2).key("name").string("n");
      info(out.key("piece length").integer(16384).end().toBytes());
    }
  }

  private static void fileList(byte[] input) {
    BencodeWriter out = new BencodeWriter().dict().key("files");
    if (raw(out, input)) {
      out.key("name").string("n").key("piece length").integer(16384);
      info(out.key("pieces").string(new byte[20]).end().toBytes());
    }
  }

  private static void outsideInfo(byte[] input) throws MetainfoException {
    BencodeWriter out = new BencodeWriter().dict().key("info").dict();
    out.key("length").integer(1).key("name").string("n").key("piece length").integer(16384);
    out.key("pieces").string(new byte[20]).end().key("z");
    if (raw(out, input)) {
      metainfo(out.end().toBytes());
    }
    byte[] front = "d8:announce".getBytes(StandardCharsets.US_ASCII);
    byte[] back =
        "4:infod6:lengthi1e4:name1:n12:piece lengthi16384e6:pieces20:"
            .getBytes(StandardCharsets.US_ASCII);
    metainfo(join(front, input, back, new byte[20], new byte[] {'e', 'e'}));
  }

  private static void pieceLayers(byte[] input) throws MetainfoException {
    byte[] front =
        ("d4:infod9:file treed1:ad0:d6:lengthi40000e11:pieces root32:"
                + "r".repeat(32)
                + "eee12:meta versioni2e4:name1:n12:piece lengthi16384ee12:piece layers")
            .getBytes(StandardCharsets.US_ASCII);
    metainfo(join(front, input, new byte[] {'e'}));
    Info info =
        Info.parse(
            join(
                ("d9:file treed1:ad0:d6:lengthi40000e11:pieces root32:"
                        + "r".repeat(32)
                        + "eee12:meta versioni2e4:name1:n12:piece lengthi16384ee")
                    .getBytes(StandardCharsets.US_ASCII)));
    PieceLayers more = PieceLayers.NONE.with(info.files().getFirst(), 16384, input);
    claim(more == null || more.isComplete(info), "taken and not complete");
  }

  private static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  /// Whether the input is one value, which was written.
  private static boolean raw(BencodeWriter out, byte[] input) {
    try {
      BencodeReader.read(input, BencodeLimits.METAINFO);
    } catch (BencodeException refused) {
      return false;
    }
    out.raw(input);
    return true;
  }

  private static void hashRange(byte[] input) {
    if (input.length < 24) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(input);
    int base = in.get();
    int proofs = in.get();
    int index = in.getInt();
    int count = in.getShort();
    long file = in.getLong() >>> 8;
    HashRange range = new HashRange(base, index, count, proofs);
    if (!range.fits(file)) {
      return;
    }
    List<Hash> hashes = new ArrayList<>();
    while (in.remaining() >= Hash.SHA256_LENGTH && hashes.size() < range.hashCount()) {
      hashes.add(Hash.read(in, Hash.SHA256_LENGTH));
    }
    if (hashes.size() == range.hashCount()) {
      claim(!range.proves(Hash.of(new byte[32]), file, hashes), "proves a root of zeros");
    }
  }

  private static void magnet(byte[] input) throws MetainfoException {
    Magnet magnet;
    try {
      magnet = Magnet.parse(new String(input, StandardCharsets.UTF_8));
    } catch (MetainfoException refused) {
      return;
    }
    Magnet again = Magnet.parse(magnet.toString());
    claim(again.hashes().equals(magnet.hashes()), "another hash when written");
    claim(again.trackers().equals(magnet.trackers()), "other trackers when written");
    claim(again.nodes().equals(magnet.nodes()), "other nodes when written");
    claim(again.peerHosts().equals(magnet.peerHosts()), "other peers when written");
  }

  /// Each line of the input is a path, `/` stands between its elements.
  private static void fileNames(byte[] input) {
    BencodeWriter out = new BencodeWriter().dict().key("files").list();
    int files = 0;
    for (byte[] line : split(input, '\n')) {
      out.dict().key("length").integer(1).key("path").list();
      split(line, '/').forEach(out::string);
      out.end().end();
      files++;
    }
    out.end().key("name").string("t").key("piece length").integer(16384);
    byte[] sums = new byte[20 * ((files - 1) / 16384 + 1)];
    try {
      namesHold(Info.parse(out.key("pieces").string(sums).end().toBytes()));
    } catch (MetainfoException refused) {
      // as it may
    }
  }

  private static void namesHold(Info info) {
    Path root = Path.of("/downloads/here");
    Set<String> seen = new HashSet<>();
    for (Path name : SafeNames.of(info)) {
      if (name != null) {
        Path whole = root.resolve(name).normalize();
        claim(!name.isAbsolute() && whole.startsWith(root) && !whole.equals(root), "escapes");
        claim(whole.equals(root.resolve(name)), "is not as it seems");
        claim(seen.add(name.toString().toLowerCase(Locale.ROOT)), "the same name twice");
        name.forEach(element -> elementHolds(element.toString()));
      }
    }
  }

  private static void elementHolds(String element) {
    claim(element.getBytes(StandardCharsets.UTF_8).length <= 255, "too long");
    claim(!element.endsWith(".") && !element.endsWith(" "), "Windows would cut it");
    claim(element.chars().noneMatch(c -> c < 0x20 || "\\:*?\"<>|".indexOf(c) >= 0), "forbidden");
    claim(!DEVICE.matcher(element).matches(), "a device");
  }

  private static List<byte[]> split(byte[] input, char at) {
    List<byte[]> parts = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= input.length; i++) {
      if (i == input.length || input[i] == at) {
        parts.add(Arrays.copyOfRange(input, begin, i));
        begin = i + 1;
      }
    }
    return parts;
  }
}
