package dev.jetway.runtime.gateway;

/**
 * How far a client has read.
 *
 * @param epoch of the numbering
 * @param seq the last event it saw
 */
public record Cursor(String epoch, long seq) {}
