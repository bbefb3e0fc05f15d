/**
 * A language model as planner. What it answers is a stranger's input: read within limits, checked against the skills,
 * their schemas and the conversation, and mended once at most; else another planner has the turn.
 */
package dev.jetway.agents.planning.model;
