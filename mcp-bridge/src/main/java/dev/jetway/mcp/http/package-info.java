/** The HTTP/1.1 client under every MCP connection: pooled connections on one I/O thread, responses that can be cut. */
package dev.jetway.mcp.http;
