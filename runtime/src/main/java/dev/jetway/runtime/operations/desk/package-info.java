/** What people at the desk reach over HTTP, once they have signed in. */
package dev.jetway.runtime.operations.desk;
