/** What servers say of themselves, pinned: a tool that was changed since somebody looked at it is not called. */
package dev.jetway.mcp.trust;
