/// What both kinds of run count as they go on, to become an
/// [Outcome][dev.freshet.sim.scenario.Outcome] at the end. Imports the scenario's values only.
package dev.freshet.sim.tally;
