// What a browser keeps. It may be full or forbidden: the page works without.

export function stored(store, key) {
  try {
    return JSON.parse(store.getItem(key));
  } catch {
    return null;
  }
}

export function keep(store, key, value) {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    try {
      store.removeItem(key);
    } catch {
      // forbidden altogether
    }
  }
}

export const forget = (store, key) => {
  try {
    store.removeItem(key);
  } catch {
    // forbidden altogether
  }
};
