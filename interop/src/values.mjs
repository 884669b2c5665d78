// SPDX-License-Identifier: Apache-2.0
// Brings the values of both sides into one form: numbers as float32 where they were, bytes as their length.

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Reads JSON; integers that a double cannot hold become strings. */
export function parseJson(text) {
  const safe = text.replace(TOKEN, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
  return JSON.parse(safe);
}

/** A value of either side in the common form. */
export function plain(value) {
  if (value === null || value === undefined) {
    return null;
  }
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? value : Math.fround(value);
  }
  if (value instanceof Uint8Array) {
    return { bytes: value.length };
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value === 'object' && typeof value[Symbol.iterator] === 'function') {
    return Array.from(value, plain);
  }
  return value;
}

/** Rows in the common form, columns by name, ordered by row id. */
export function plainRows(rows) {
  return rows
    .map((row) => {
      const entries = Object.entries(row).map(([name, value]) => [name, plain(value)]);
      return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
    })
    .sort((a, b) => a._rowid - b._rowid);
}

/** A type's name in the common form. */
export const plainType = (type) =>
  type
    .replace(/FixedSizeList\[(\d+)\]<(.*)>/, 'FixedSizeList<$2>[$1]')
    .replaceAll('_', '')
    .toLowerCase();
