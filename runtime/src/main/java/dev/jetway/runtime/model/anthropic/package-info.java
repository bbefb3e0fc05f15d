/** Models that are spoken to by Anthropic's messages interface. */
package dev.jetway.runtime.model.anthropic;
