/// The disk as storage sees it: a small port, and the real one behind it. Imports only the words
/// for what can go wrong; everything is named by a root folder and a name below it, and no writing
/// call leaves the root.
package dev.freshet.storage.disk;
