package dev.freshet.rules.planted.floors.rate;

/// A stranger to its neighbour.
public final class Rate {}
