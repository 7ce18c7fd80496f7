package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.core.api.FileSelection;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.sim.disk.SimDisk;
import dev.freshet.sim.fault.FaultCounts;
import dev.freshet.storage.Storage;
import dev.freshet.storage.journal.AnyJournal;
import dev.freshet.storage.journal.JournalKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/// The journal, whatever has become of it. It opens and tells of pieces that there can be.
final class StorageTargets {
  private static final Path STATE = Path.of("state");
  private static final Path FOLDER = Path.of("/data");
  private static final Info INFO = Sample.V1.metainfo().info();
  private static final JournalKey KEY = JournalKey.of(INFO, FOLDER);
  private static final byte[] CONTENT = Sample.content();

  private StorageTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("journal", Target.of(StorageTargets::open));
    all.put("journal-torn", Target.of(input -> open(AnyJournal.torn(KEY, input))));
    all.put("journal-records", Target.of(input -> open(AnyJournal.whole(KEY, input))));
  }

  private static void open(byte[] journal) {
    SimDisk disk = new SimDisk(() -> 0, new SplittableRandom(1), new FaultCounts());
    disk.put(FOLDER.resolve("sample"), CONTENT);
    disk.put(STATE.resolve(KEY.name() + ".journal"), journal);
    try (Storage storage = new Storage(disk, STATE, 1 << 16)) {
      var answers =
          storage.perform(
              new DiskEffect.Open(1, INFO, FOLDER.toString(), false, false, FileSelection.ALL));
      claim(answers.size() == 1, "answers " + answers);
      if (answers.getFirst() instanceof DiskInput.Opened(int _, var have, var unknown)) {
        claim(have.nextCommon(unknown, 0) < 0, "had and unknown at once");
      } else {
        claim(false, "answers " + answers);
      }
      storage.perform(new DiskEffect.Close(1, false));
    }
  }
}
