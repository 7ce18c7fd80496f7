/// Tables for the paths that every input takes, and a count of votes. Imports nothing; what is
/// iterated is in the order in which it came.
package dev.freshet.core.table;
