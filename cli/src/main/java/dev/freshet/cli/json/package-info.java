/// What `--json` prints. Values to text; knows nothing of the program.
package dev.freshet.cli.json;
