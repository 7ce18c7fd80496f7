/// Swarms to be simulated, as people write them: words and values, and the
/// [Scenario][dev.freshet.sim.scenario.Scenario] that they make. Knows nothing of commands.
package dev.freshet.cli.swarm;
