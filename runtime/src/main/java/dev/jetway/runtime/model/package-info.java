/**
 * Language models behind an address, as {@link dev.jetway.agents.model.ChatModel}s: what is configured of one model, and
 * opening it. Several models under one name are not known here.
 */
package dev.jetway.runtime.model;
