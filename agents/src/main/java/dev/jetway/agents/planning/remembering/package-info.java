/** What travelers say about what is to be remembered of them, and what becomes of it in a plan. */
package dev.jetway.agents.planning.remembering;
