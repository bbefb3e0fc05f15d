/** What is remembered of a traveler from one conversation to the next, with their consent and never without. */
package dev.jetway.agents.memory;
