/**
 * One request to a model's address and its streamed answer, whoever makes the model: connections, limits of time and
 * size, repeated attempts, errors. How a maker's models are spoken to is a {@link
 * dev.jetway.runtime.model.exchange.Dialect}.
 */
package dev.jetway.runtime.model.exchange;
