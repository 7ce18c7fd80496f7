/// What a step costs: run by hand, see CONTRIBUTING. Asserts nothing, since a machine's speed is no
/// property of the code.
package dev.freshet.core.measure;
