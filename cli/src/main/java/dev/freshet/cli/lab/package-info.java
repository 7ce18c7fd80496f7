/// What `lab` has measured, for machines, for a terminal and as a page. Values to text; runs
/// nothing.
package dev.freshet.cli.lab;
