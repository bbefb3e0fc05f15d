/** Numbers from 0 to 1 that are the same for the same seed. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const LETTERS = ['a', 'b', 'é', 'ß', '—', '“', '"', '\\', '\n', ' ', ' ', '日本', '한', '😀', '👩‍✈️', 'e\u0301', '\u2028', '<b>', '&amp;'];

/** A text that is hard on whoever cuts it in the wrong place. */
export const text = (dice, length) => Array.from({length}, () => LETTERS[Math.floor(dice() * LETTERS.length)]).join('');
