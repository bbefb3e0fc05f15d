/** Answers of read tools that are kept: so long, for so many bytes, and apart for each traveler where they must be. */
package dev.jetway.mcp.cache;
