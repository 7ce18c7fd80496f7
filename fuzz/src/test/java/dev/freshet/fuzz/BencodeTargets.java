package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeException;
import dev.freshet.protocol.bencode.BencodeFold;
import dev.freshet.protocol.bencode.BencodeInteger;
import dev.freshet.protocol.bencode.BencodeLimits;
import dev.freshet.protocol.bencode.BencodeList;
import dev.freshet.protocol.bencode.BencodeReader;
import dev.freshet.protocol.bencode.BencodeString;
import dev.freshet.protocol.bencode.BencodeValue;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/// Bencode itself.
final class BencodeTargets {
  private BencodeTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("bencode", Target.of(input -> read(input, BencodeLimits.METAINFO)));
    all.put("bencode-message", Target.of(input -> read(input, BencodeLimits.MESSAGE)));
    all.put("bencode-prefix", Target.of(BencodeTargets::prefix));
  }

  private static void read(byte[] input, BencodeLimits limits) {
    BencodeValue value;
    try {
      value = BencodeReader.read(input, limits);
    } catch (BencodeException refused) {
      return;
    }
    BencodeWriter out = new BencodeWriter();
    if (write(value, out, 0)) {
      claim(Arrays.equals(input, out.toBytes()), "what was read is written otherwise");
    }
  }

  /// Writes it again; false if it is in no order, which a writer refuses.
  private static boolean write(BencodeValue value, BencodeWriter out, int depth) {
    claim(depth <= BencodeLimits.METAINFO.depth(), "deeper than the limit");
    return switch (value) {
      case BencodeString string -> {
        out.string(string.bytes());
        yield true;
      }
      case BencodeInteger integer -> {
        out.integer(integer.value());
        yield true;
      }
      case BencodeList list -> {
        out.list();
        boolean fine = true;
        for (BencodeValue each : list.items()) {
          fine = fine && write(each, out, depth + 1);
        }
        if (fine) {
          out.end();
        }
        yield fine;
      }
      case BencodeDict dict -> {
        out.dict();
        boolean fine = dict.isOrdered();
        for (int i = 0; fine && i < dict.size(); i++) {
          out.key(dict.key(i).bytes());
          fine = write(dict.value(i), out, depth + 1);
        }
        if (fine) {
          out.end();
        }
        yield fine;
      }
      case BencodeFold fold -> {
        out.raw(fold.raw());
        yield true;
      }
    };
  }

  /// A dictionary at the front of other bytes, as in ut_metadata.
  private static void prefix(byte[] input) {
    ByteBuffer in = ByteBuffer.wrap(input);
    try {
      BencodeDict dict = BencodeReader.readDict(in, BencodeLimits.MESSAGE);
      claim(in.position() == dict.end() - dict.start(), "stands elsewhere than behind it");
    } catch (BencodeException refused) {
      claim(in.position() == 0, "moved although refused");
    }
  }
}
