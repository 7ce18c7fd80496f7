package dev.freshet.rules.planted.floors.attic;

/// In a package that the plan does not know.
public final class Ghost {}
