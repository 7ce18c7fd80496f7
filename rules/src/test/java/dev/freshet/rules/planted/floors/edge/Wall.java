package dev.freshet.rules.planted.floors.edge;

/// On the floor below `node`.
public final class Wall {
  /// Looks up, through an array.
  Class<?> up() {
    return dev.freshet.rules.planted.floors.node.Top[].class;
  }
}
