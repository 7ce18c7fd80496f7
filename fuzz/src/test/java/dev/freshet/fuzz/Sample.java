package dev.freshet.fuzz;

import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// A small torrent of each version: 70,000 bytes in a file `sample`, made by the program itself.
final class Sample {
  static final Sample V1 = new Sample("v1");
  static final Sample V2 = new Sample("v2");
  static final Sample HYBRID = new Sample("hybrid");

  static final List<Sample> ALL = List.of(V1, V2, HYBRID);

  /// Bytes of the file.
  static final int SIZE = 70_000;

  private final Metainfo metainfo;

  private Sample(String name) {
    try (InputStream in = Sample.class.getResourceAsStream("/samples/" + name + ".torrent")) {
      if (in == null) {
        throw new IllegalStateException("no sample " + name);
      }
      metainfo = Metainfo.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MetainfoException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The torrent.
  Metainfo metainfo() {
    return metainfo;
  }

  /// The bytes of the file: each tells where it is.
  static byte[] content() {
    byte[] content = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      content[i] = (byte) (i * 31 + (i >>> 8));
    }
    return content;
  }
}
