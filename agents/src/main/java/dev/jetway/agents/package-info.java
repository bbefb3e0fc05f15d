/**
 * What an agent is. These types are all an agent author needs; there is no Akka here.
 *
 * <p>Start with {@link dev.jetway.agents.AgentBehavior}.
 */
package dev.jetway.agents;
