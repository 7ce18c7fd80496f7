package dev.freshet.engine;

import dev.freshet.protocol.dht.KnownNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The nodes of the DHT that are known, kept in the state folder for the next engine. Of several
/// that share the folder the one that writes last is remembered, which does no harm: any nodes will
/// do to begin at.
final class DhtFile {
  private static final int MAX_SIZE = 1 << 20;

  private final Path file;

  DhtFile(Path stateDirectory) {
    file = stateDirectory.resolve("dht-nodes");
  }

  /// What was written last; nothing if that cannot be read.
  KnownNodes read() {
    try {
      return Files.size(file) > MAX_SIZE
          ? KnownNodes.NONE
          : KnownNodes.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException first) {
      return KnownNodes.NONE;
    } catch (IOException e) {
      noted("cannot read " + file, e);
      return KnownNodes.NONE;
    }
  }

  /// Replaces the file as a whole. Where that cannot be done, the next engine begins at the
  /// routers.
  void write(KnownNodes nodes) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "dht-nodes", ".new");
      try {
        Files.write(fresh, nodes.toBytes());
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      noted("cannot write " + file, e);
    }
  }

  private static void noted(String what, IOException e) {
    System.getLogger(DhtFile.class.getName()).log(System.Logger.Level.DEBUG, what, e);
  }
}
