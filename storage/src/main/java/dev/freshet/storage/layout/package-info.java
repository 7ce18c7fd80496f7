/// Where the bytes of a torrent lie in files, and what those files may be called. Imports only the
/// protocol; no name made here leads out of its folder.
package dev.freshet.storage.layout;
