/// The public API of Freshet as a library.
package dev.freshet.engine;
