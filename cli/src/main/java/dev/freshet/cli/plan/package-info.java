/// What `freshet plan` says: the bounds of a distribution as text, as JSON and as a page. Imports
/// `chart`, `json`, `screen`, `unit` and the core's bounds; computes by asking them, prints
/// nothing.
package dev.freshet.cli.plan;
