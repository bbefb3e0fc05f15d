/** Tool servers that are processes of ours: started with a clean environment, watched, and never left behind. */
package dev.jetway.mcp.process;
