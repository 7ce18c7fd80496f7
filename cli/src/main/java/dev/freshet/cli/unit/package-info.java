/// Sizes, rates and spans of time as people write them. Values only; knows nothing of the program.
package dev.freshet.cli.unit;
