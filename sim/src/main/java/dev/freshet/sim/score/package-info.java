/// What a run is worth: its [Outcome][dev.freshet.sim.scenario.Outcome] held against the bounds of
/// [dev.freshet.core.bound], and the mean of several runs with how sure it is. Pure arithmetic.
package dev.freshet.sim.score;
