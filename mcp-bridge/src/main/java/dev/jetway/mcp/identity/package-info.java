/** In whose name tools are called: tokens that are signed here, exchanged elsewhere, or read from a file. */
package dev.jetway.mcp.identity;
