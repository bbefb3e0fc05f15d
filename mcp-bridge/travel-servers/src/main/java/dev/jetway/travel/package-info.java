/** The reference travel back end: six MCP servers over streamable HTTP in a process of its own. */
package dev.jetway.travel;
