package dev.freshet.core.registry;

/// A registry in numbers.
///
/// @param announces answered with peers since the registry was made
/// @param refused announces refused since then
public record RegistryTotals(int swarms, int peers, int seeds, long announces, long refused) {}
