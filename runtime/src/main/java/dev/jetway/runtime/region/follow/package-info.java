/**
 * How live conversations follow the journals of the other regions: they read when there is news, and now and then
 * without.
 */
package dev.jetway.runtime.region.follow;
