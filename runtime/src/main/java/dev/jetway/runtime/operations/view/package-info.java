/** How the nodes and regions are, as operators see it while it happens. */
package dev.jetway.runtime.operations.view;
