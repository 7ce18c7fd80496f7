/// The shipped program as a child process, among other clients on loopback and in hardship. Imports
/// nothing of Freshet: what it knows is what a user knows, the launcher and its flags.
@NullMarked
package dev.freshet.it;

import org.jspecify.annotations.NullMarked;
