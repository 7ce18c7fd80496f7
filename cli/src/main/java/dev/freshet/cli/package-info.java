/// The commands of the program; no logic of its own.
package dev.freshet.cli;
