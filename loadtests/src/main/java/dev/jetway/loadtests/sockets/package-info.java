/**
 * Thousands of WebSockets from one thread, for {@code loadtests/sockets}: what they cost a node, how soon events arrive,
 * and whether those who do not read hurt those who do.
 */
package dev.jetway.loadtests.sockets;
