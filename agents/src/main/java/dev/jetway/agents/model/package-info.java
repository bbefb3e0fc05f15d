/**
 * Language models as planners, writers and agents see them: one request, one reply, whoever makes the model. Values and
 * interfaces only; the runtime has those that speak to an address.
 */
package dev.jetway.agents.model;
