/// Full-protocol swarms: a scenario played in the world ([dev.freshet.sim.swarm.SwarmRun]).
package dev.freshet.sim.swarm;
