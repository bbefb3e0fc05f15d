/**
 * Which region is the primary, the only one that carries out what travelers approve: a register in each region, and
 * the leave to act that only the primary's gives.
 */
package dev.jetway.runtime.region.primary;
