/// Checkers that stand apart: they see what goes in and out of a node
/// ([dev.freshet.sim.check.Watch]) and what is true of its host ([dev.freshet.sim.check.Truth]),
/// and know neither the scenario nor how the node decides.
package dev.freshet.sim.check;
