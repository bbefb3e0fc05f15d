/** The pages of people who work here, as files. */
package dev.jetway.runtime.operations.page;
