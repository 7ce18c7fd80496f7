package dev.freshet.lab;

import dev.freshet.rules.House;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The house rules, kept here.
final class HouseTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return House.rules("lab");
  }
}
