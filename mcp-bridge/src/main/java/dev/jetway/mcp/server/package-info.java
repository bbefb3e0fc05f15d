/** One MCP server: the actor that keeps it connected, and the path its calls take beside the actor. */
package dev.jetway.mcp.server;
