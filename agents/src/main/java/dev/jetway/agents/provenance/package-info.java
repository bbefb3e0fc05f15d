/**
 * Where the values of a call come from. Nothing here asks an agent: it is worked out from what the traveler
 * said, what tools answered and what they had been asked.
 */
package dev.jetway.agents.provenance;
