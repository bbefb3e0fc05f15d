/** Trying another version of a server on some travelers: who gets it, and when it is withdrawn. */
package dev.jetway.mcp.canary;
