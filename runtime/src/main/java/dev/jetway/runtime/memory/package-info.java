/** What is remembered of travelers: where it is stored, who may read and change it, and when. */
package dev.jetway.runtime.memory;
