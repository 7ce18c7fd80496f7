/// Tables for the paths that every input takes. Imports nothing; what is iterated is in the order
/// in which it came.
package dev.freshet.core.table;
