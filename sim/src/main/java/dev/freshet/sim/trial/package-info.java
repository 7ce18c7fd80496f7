/// Swarms in which anything may happen, each by one number ([dev.freshet.sim.trial.Trial]), and
/// sweeps over many of them ([dev.freshet.sim.trial.Sweep]).
package dev.freshet.sim.trial;
