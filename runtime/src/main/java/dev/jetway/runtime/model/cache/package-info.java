/**
 * Plans of a language model that serve again. What may be kept, and what serves for what, are pure rules: {@link
 * dev.jetway.runtime.model.cache.Cacheable} says what a message has to be like.
 */
package dev.jetway.runtime.model.cache;
