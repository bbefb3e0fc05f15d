/** What the MCP SDK's client lacks, on its public types: cancellation, lost answers, one HTTP client for all. */
package dev.jetway.mcp.transport;
