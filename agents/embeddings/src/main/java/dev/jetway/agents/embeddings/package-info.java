/** Sentences as vectors, by a small model that runs in this JVM. On the class path of a node, planners find it. */
package dev.jetway.agents.embeddings;
