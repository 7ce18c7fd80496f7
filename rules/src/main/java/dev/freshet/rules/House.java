package dev.freshet.rules;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The rules that a module keeps, for its `HouseTest`.
public final class House {
  private House() {}

  /// A test for each rule, on the module whose tests are running.
  public static Stream<DynamicTest> rules(String module) {
    Room room = Room.here(module);
    return rulesFor(module).map(rule -> test(rule, room));
  }

  private static Stream<Rule> rulesFor(String module) {
    Stream<Rule> everywhere =
        Stream.of(
            Neighbours.table(),
            new NoCircles(),
            new PlainNames(),
            new ShortFiles(),
            new PackagePages());
    Stream<Rule> pure =
        switch (module) {
          case "core" -> Stream.of(ForbiddenCalls.pure(), HashOrder.rule(), Layers.core());
          case "protocol" -> Stream.of(ForbiddenCalls.pure(), HashOrder.rule());
          default -> Stream.empty();
        };
    return Stream.concat(everywhere, pure);
  }

  private static DynamicTest test(Rule rule, Room room) {
    return DynamicTest.dynamicTest(
        rule.sentence(),
        () -> {
          List<String> broken = rule.broken(room);
          if (!broken.isEmpty()) {
            throw new AssertionError(rule.sentence() + ", but:\n  " + String.join("\n  ", broken));
          }
        });
  }
}
