/** Models that are spoken to as OpenAI's chat completions are. */
package dev.jetway.runtime.model.openai;
