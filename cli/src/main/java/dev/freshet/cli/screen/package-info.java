/// What people see while something runs: lines made from statuses as pure functions, and the one
/// class that draws them on a terminal.
package dev.freshet.cli.screen;
