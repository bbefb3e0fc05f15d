/**
 * Which of several things a message asks for, learned from examples when a node starts. Knows nothing of travel, of
 * plans or of skills: labels and sentences only, so that it can be measured on any labelled set.
 */
package dev.jetway.agents.planning.intent;
