/** The way out to tools: MCP servers behind breakers, bulkheads and time-outs, called in a traveler's name. */
package dev.jetway.mcp;
