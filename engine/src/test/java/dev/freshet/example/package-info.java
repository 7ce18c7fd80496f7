/// What the README shows, compiled.
package dev.freshet.example;
