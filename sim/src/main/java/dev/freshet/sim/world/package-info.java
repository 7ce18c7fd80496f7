/// The world that nodes live in: its clock and what is due ([dev.freshet.sim.world.World]),
/// machines ([dev.freshet.sim.world.Host]) with lines, connections and stores. Knows the product's
/// node, storage and registry, and no scenario.
package dev.freshet.sim.world;
