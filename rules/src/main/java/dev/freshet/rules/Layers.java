package dev.freshet.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The floors inside one module: a package may import those on lower floors, never one of its own
/// floor or above.
///
/// @param root the package whose sub-packages are laid out
/// @param floors names below `root`, the top floor first; what stands on one floor are strangers
public record Layers(String root, List<List<String>> floors) implements Rule {
  /// The order that ARCHITECTURE.md draws for the core.
  static Layers core() {
    return new Layers(
        "dev.freshet.core",
        List.of(
            List.of("replay"),
            List.of("node"),
            List.of("torrent"),
            List.of("peer"),
            List.of("dht", "announce", "link", "mapping", "utp", "webseed"),
            List.of("edge"),
            List.of("piece"),
            List.of("choke"),
            List.of("rate"),
            List.of("table"),
            List.of("api"),
            List.of("registry"),
            List.of("bound")));
  }

  @Override
  public String sentence() {
    return "in " + root + " the top imports the bottom";
  }

  @Override
  public List<String> broken(Room room) {
    return room.classes().stream().flatMap(this::broken).distinct().sorted().toList();
  }

  private Stream<String> broken(JavaClass from) {
    String floor = floorName(from);
    if (!from.getPackageName().startsWith(root)) {
      return Stream.empty();
    }
    if (rank(floor) < 0) {
      return Stream.of("package " + from.getPackageName() + " stands on no floor");
    }
    List<String> found = new ArrayList<>();
    for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
      JavaClass to = dependency.getTargetClass().getBaseComponentType();
      if (to.getPackageName().startsWith(root + ".")
          && !floorName(to).equals(floor)
          && rank(floorName(to)) <= rank(floor)) {
        found.add(from.getName() + " imports " + to.getName());
      }
    }
    return found.stream();
  }

  private String floorName(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(root + ".")) {
      return "";
    }
    String below = name.substring(root.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  private int rank(String name) {
    for (int i = 0; i < floors.size(); i++) {
      if (floors.get(i).contains(name)) {
        return i;
      }
    }
    return -1;
  }
}
