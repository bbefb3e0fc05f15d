/**
 * How well planners understand travelers: labelled requests, what a planner made of them, and figures. Reads files and
 * calls planners; prints nothing.
 */
package dev.jetway.agents.evaluation;
