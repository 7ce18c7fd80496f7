/// The house rules as tests: what may import what, which calls the pure modules never make, how
/// things are named, how long a file may grow. Every module's `HouseTest` runs them on itself; the
/// rules about the repository as a whole run here. Nothing of this is released.
@org.jspecify.annotations.NullMarked
package dev.freshet.rules;
