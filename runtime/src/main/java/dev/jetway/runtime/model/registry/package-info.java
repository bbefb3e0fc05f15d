/**
 * Several language models behind a few names: which of them is asked, what happens when it does not answer, and what may
 * be spent. What is decided stands in records; {@link dev.jetway.runtime.model.registry.RoutedCall} carries it out.
 */
package dev.jetway.runtime.model.registry;
