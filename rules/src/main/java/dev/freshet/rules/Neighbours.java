package dev.freshet.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which packages a module may know: the table of ARCHITECTURE.md. The compiler holds the walls
/// between modules; this holds those that an export opens wider than the plan.
///
/// @param allowed by module, the packages (with all below them) that it may import beside its own
///   and the JDK's
public record Neighbours(Map<String, List<String>> allowed) implements Rule {
  static Neighbours table() {
    return new Neighbours(
        Map.of(
            "protocol",
                List.of(
                    "org.jspecify",
                    // of the JDK, whatever its name: the descriptions of UPnP devices are XML
                    "javax.xml.stream"),
            "core", List.of("org.jspecify", "dev.freshet.protocol"),
            "storage",
                List.of(
                    "org.jspecify",
                    "dev.freshet.protocol",
                    "dev.freshet.core.edge",
                    "dev.freshet.core.api"),
            "net",
                List.of(
                    "org.jspecify",
                    // of the JDK, whatever its name: TLS
                    "javax.net.ssl",
                    // and an option of sockets
                    "jdk.net",
                    "dev.freshet.protocol",
                    "dev.freshet.core.edge"),
            "engine",
                List.of(
                    "org.jspecify",
                    "dev.freshet.protocol",
                    "dev.freshet.core",
                    "dev.freshet.storage",
                    "dev.freshet.net"),
            "tracker",
                List.of(
                    "org.jspecify",
                    "org.eclipse.jetty",
                    "org.slf4j",
                    // of the JDK, whatever their names: what connection ids are made with, and how
                    // many files may be open
                    "javax.crypto",
                    "com.sun.management",
                    "dev.freshet.protocol",
                    "dev.freshet.core.registry",
                    "dev.freshet.net"),
            "sim",
                List.of(
                    "org.jspecify",
                    "dev.freshet.protocol",
                    "dev.freshet.core",
                    "dev.freshet.storage"),
            "lab",
                List.of(
                    "org.jspecify",
                    // of the JDK, whatever their names: the server of client-server, and how busy
                    // the machine is
                    "com.sun.net.httpserver",
                    "com.sun.management",
                    "dev.freshet.protocol",
                    "dev.freshet.core.api",
                    "dev.freshet.core.bound",
                    "dev.freshet.core.registry",
                    "dev.freshet.engine",
                    "dev.freshet.tracker"),
            "cli",
                List.of(
                    "org.jspecify",
                    "picocli",
                    "dev.freshet.protocol",
                    "dev.freshet.core.api",
                    "dev.freshet.core.bound",
                    // what a tracker tells of its swarms
                    "dev.freshet.core.registry",
                    "dev.freshet.engine",
                    "dev.freshet.tracker",
                    "dev.freshet.lab",
                    "dev.freshet.sim")));
  }

  @Override
  public String sentence() {
    return "a module imports only what the plan allows";
  }

  @Override
  public List<String> broken(Room room) {
    List<String> known = allowed.get(room.name());
    if (known == null) {
      return List.of("the plan does not say what " + room.name() + " may import");
    }
    return room.classes().stream()
        .filter(type -> !type.getName().equals("module-info"))
        .flatMap(type -> strangers(type, room.root(), known))
        .distinct()
        .sorted()
        .toList();
  }

  private static Stream<String> strangers(JavaClass from, String own, List<String> known) {
    return from.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(to -> !to.isPrimitive() && !of("java", to) && !of(own, to))
        .filter(to -> known.stream().noneMatch(name -> of(name, to)))
        .map(to -> from.getName() + " imports " + to.getName());
  }

  private static boolean of(String name, JavaClass type) {
    String home = type.getPackageName();
    return home.equals(name) || home.startsWith(name + ".");
  }
}
