/// What single parts of Freshet cost: JMH for what a block passes through, and an engine with much
/// that is idle.
@org.jspecify.annotations.NullMarked
package dev.freshet.bench;
