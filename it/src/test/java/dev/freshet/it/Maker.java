package dev.freshet.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Who makes a torrent.
enum Maker {
  FRESHET,
  LIBTORRENT,
  MKTORRENT;

  /// Makes a torrent of `content` below `parent`, with pieces of 64 KiB, and this tracker unless it
  /// is empty.
  Torrent make(Stage stage, Path parent, Content content, Flavour flavour, String tracker) {
    Path path = parent.resolve(content.name());
    Path file = stage.folder("torrent").resolve("x.torrent");
    switch (this) {
      case FRESHET -> {
        List<String> words = new ArrayList<>(List.of("create", path.toString()));
        words.addAll(List.of("-o", file.toString(), flavour.flag(), "--piece-size", "64KiB"));
        if (!tracker.isEmpty()) {
          words.addAll(List.of("--tracker", tracker));
        }
        Program.run(stage, words.toArray(String[]::new));
      }
      case LIBTORRENT -> {
        String word = flavour.flag().substring(2);
        stage.run(
            "make-torrent", Python.script(stage, "make.py", "make", word, path, file, tracker));
      }
      case MKTORRENT -> {
        if (flavour != Flavour.V1) {
          throw new IllegalArgumentException("mktorrent makes no " + flavour);
        }
        List<String> command = new ArrayList<>(List.of("mktorrent", "-l", "16", "-o"));
        command.add(file.toString());
        if (!tracker.isEmpty()) {
          command.addAll(List.of("-a", tracker));
        }
        command.add(path.toString());
        stage.run("mktorrent", command);
      }
    }
    return Torrent.read(stage, file);
  }
}
