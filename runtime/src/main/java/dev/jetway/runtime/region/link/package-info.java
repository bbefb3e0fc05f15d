/**
 * The link between regions: HTTPS with certificates on both sides, for what Cassandra is too slow or too loose for.
 * Who is there, and what the primary region carries out for the others.
 */
package dev.jetway.runtime.region.link;
