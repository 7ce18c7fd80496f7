/// Where a torrent comes from: a file, a magnet link, a web link.
package dev.freshet.cli.source;
