/**
 * Two regions on one machine, each in a network namespace of its own, what can befall them, and clients that write
 * down what they see of it. What came of it is judged by {@link dev.jetway.loadtests.drill.Checker}.
 */
package dev.jetway.loadtests.region;
