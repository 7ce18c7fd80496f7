package dev.freshet.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the pure modules never touch: clocks, threads, locks, sockets, files, entropy, the process
/// round them. Time and chance come as arguments; the world is changed by effects.
///
/// @param types names of types that may not be mentioned at all
/// @param allowed of those, the ones that are pure after all
/// @param calls code that may not be called, as `type.name`, or `type.name()` for the form without
///   arguments alone
public record ForbiddenCalls(Pattern types, Pattern allowed, Pattern calls) implements Rule {
  static ForbiddenCalls pure() {
    return new ForbiddenCalls(
        Pattern.compile(
            String.join(
                "|",
                "java\\.net\\..*",
                "java\\.nio\\.(channels|file)\\..*",
                "java\\.util\\.concurrent\\..*",
                "java\\.util\\.Timer.*",
                "java\\.lang\\.(Thread|Process|Runtime|InheritableThreadLocal).*",
                "java\\.lang\\.ref\\..*",
                "java\\.io\\..*",
                "java\\.time\\.Clock",
                "java\\.security\\.SecureRandom",
                "java\\.util\\.logging\\..*",
                "java\\.lang\\.System\\$Logger.*")),
        Pattern.compile(
            String.join(
                "|",
                "java\\.util\\.concurrent\\.TimeUnit",
                "java\\.io\\.(UncheckedIO|IO)Exception",
                "java\\.io\\.ByteArray(In|Out)putStream",
                "java\\.io\\.Serializable",
                // the hooks by which a string switch or `+` is compiled
                "java\\.lang\\.runtime\\..*")),
        Pattern.compile(
            String.join(
                "|",
                "java\\.lang\\.System\\.(?!arraycopy\\b).*",
                "java\\.lang\\.(Strict)?Math\\.random.*",
                "java\\.util\\.UUID\\.randomUUID.*",
                "java\\.util\\.(Splittable)?Random\\.<init>\\(\\)",
                "java\\.util\\.random\\.RandomGenerator\\.(of|getDefault).*",
                "java\\.util\\.Collections\\.shuffle\\(java\\.util\\.List\\)",
                "java\\.time\\..*\\.now\\(.*",
                "java\\.lang\\.Object\\.(wait|notify|notifyAll)\\(.*")));
  }

  @Override
  public String sentence() {
    return "no clock, thread, socket, file or entropy";
  }

  @Override
  public List<String> broken(Room room) {
    return room.classes().stream()
        .flatMap(type -> Stream.concat(mentions(type), callsOf(type)))
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<String> mentions(JavaClass from) {
    return from.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType().getName())
        .filter(name -> types.matcher(name).matches() && !allowed.matcher(name).matches())
        .map(name -> from.getName() + " mentions " + name);
  }

  private Stream<String> callsOf(JavaClass from) {
    return from.getCodeUnitAccessesFromSelf().stream()
        .filter(access -> calls.matcher(target(access)).matches())
        .map(access -> from.getName() + " calls " + target(access));
  }

  private static String target(JavaCodeUnitAccess<?> access) {
    return access.getTarget().getFullName();
  }
}
