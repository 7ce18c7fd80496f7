/// The program: `Main`, one class for each command, and what they share. Parses, starts, shows;
/// holds no BitTorrent logic.
package dev.freshet.cli;
