/** What tool servers may ask of us while we call them. */
package dev.jetway.mcp.asked;
