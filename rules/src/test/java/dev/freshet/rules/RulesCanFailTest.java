package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each rule sees the fault that was planted for it, and nothing beside it.
final class RulesCanFailTest {
  private static final String PLANTED = "dev.freshet.rules.planted.";

  @TempDir Path folder;

  @Test
  void impureCallsAreSeen() {
    String impure = PLANTED + "impure.Impure ";
    assertThat(ForbiddenCalls.pure().broken(planted("impure")))
        .containsExactlyInAnyOrder(
            impure + "calls java.lang.Math.random()",
            impure + "calls java.lang.System.currentTimeMillis()",
            impure + "calls java.lang.System.identityHashCode(java.lang.Object)",
            impure + "calls java.lang.System.nanoTime()",
            impure + "calls java.time.Instant.now()",
            impure + "calls java.util.Random.<init>()",
            impure + "calls java.util.SplittableRandom.<init>()",
            impure + "calls java.util.UUID.randomUUID()",
            impure + "calls java.util.random.RandomGenerator.getDefault()",
            impure + "mentions java.io.File",
            impure + "mentions java.lang.Thread",
            impure + "mentions java.net.URI",
            impure + "mentions java.nio.channels.SocketChannel",
            impure + "mentions java.nio.file.Path",
            impure + "mentions java.security.SecureRandom",
            impure + "mentions java.util.concurrent.locks.ReentrantLock");
  }

  @Test
  void unorderedCollectionsAreSeen() {
    HashOrder rule = new HashOrder(Map.of(PLANTED + "hashes.Excused", "only looked up"));
    String hashes = PLANTED + "hashes.Hashes calls java.util.";
    assertThat(rule.broken(planted("hashes")))
        .containsExactly(
            hashes + "HashMap.<init>()",
            hashes + "HashSet.<init>()",
            hashes + "Map.of(java.lang.Object, java.lang.Object)",
            hashes + "Set.of(java.lang.Object, java.lang.Object)",
            hashes + "stream.Collectors.toSet()");
  }

  @Test
  void floorsAreSeen() {
    String root = PLANTED + "floors";
    Layers rule =
        new Layers(root, List.of(List.of("node"), List.of("edge"), List.of("choke", "rate")));
    assertThat(rule.broken(planted("floors")))
        .containsExactly(
            root + ".choke.Choke imports " + root + ".rate.Rate",
            root + ".edge.Wall imports " + root + ".node.Top",
            "package " + root + ".attic stands on no floor");
  }

  @Test
  void strangersAreSeen() {
    List<String> known = List.of("org.jspecify", PLANTED + "floors.edge", PLANTED + "foreign");
    assertThat(new Neighbours(Map.of("foreign", known)).broken(planted("foreign")))
        .containsExactly(PLANTED + "foreign.Foreign imports org.assertj.core.data.Offset");
  }

  @Test
  void aModuleThatThePlanForgotIsSeen() {
    assertThat(Neighbours.table().broken(planted("foreign")))
        .containsExactly("the plan does not say what foreign may import");
  }

  @Test
  void circlesAreSeen() {
    assertThat(new NoCircles().broken(planted("circle")))
        .singleElement()
        .asString()
        .contains("circle.one -> ", "circle.two -> ");
    assertThat(new NoCircles().broken(planted("hashes"))).isEmpty();
  }

  @Test
  void emptyNamesAreSeen() {
    assertThat(new PlainNames().broken(planted("names")))
        .containsExactly(PLANTED + "names.PeerManager", PLANTED + "names.PeerManager$PeerUtils");
  }

  @Test
  void longFilesAreSeen() throws IOException {
    Files.writeString(folder.resolve("Long.java"), "\n".repeat(401));
    Files.writeString(folder.resolve("Fits.java"), "\n".repeat(400));
    assertThat(new ShortFiles().broken(planted("names")))
        .containsExactly("Long.java has 401 lines");
  }

  @Test
  void packagesWithoutAPageAreSeen() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/One.java"), "");
    Files.writeString(folder.resolve("a/b/package-info.java"), "");
    assertThat(new PackagePages().broken(planted("names"))).containsExactly("a");
  }

  @Test
  void localPathsAndRegistriesAreSeen() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(
        file,
        """
        cat /root/x
        url=https://nexus.example.org/maven2
        /usr/lib/jvm, target/work/x, ~/work/ and https://example.org/root/x are everywhere
        "/home/someone/x"
        """);
    assertThat(Portable.broken(folder, List.of(file)))
        .containsExactly(
            "a.txt:1: cat /root/x",
            "a.txt:2: url=https://nexus.example.org/maven2",
            "a.txt:4: \"/home/someone/x\"");
  }

  @Test
  void classesThatArePaperOnlyAreSeen() {
    List<String> sources = List.of("public sealed interface Effect {\n  record Send(int a) {}\n}");
    String page =
        "`Effect.Send` and `Effect` are, `Outbox` and `Outbox.Lost` not; Words are words.";
    assertThat(Plan.missing(page, Plan.declared(sources))).containsExactly("Lost", "Outbox");
  }

  private Room planted(String name) {
    JavaClasses classes = new ClassFileImporter().importPackages(PLANTED + name);
    assertThat(classes).isNotEmpty();
    return new Room(name, folder, classes);
  }
}
