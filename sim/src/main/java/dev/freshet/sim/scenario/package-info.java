/// What is to be simulated ([dev.freshet.sim.scenario.Scenario]) and what came of it
/// ([dev.freshet.sim.scenario.Outcome]), as values.
package dev.freshet.sim.scenario;
