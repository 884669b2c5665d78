// SPDX-License-Identifier: Apache-2.0
// Questions: filters, words, vectors.
import { check, Near } from './checks.mjs';

const SCORE_TOLERANCE = 1e-4;
const MORE_THAN_ALL = 100_000;
const NEIGHBOURS = 10;
const ALL_PARTS = 1_000;

/** How many rows a filter finds, and which. */
export const filter = (joust, client, table, key, where) =>
  check(`where ${where}`, async () => {
    const [count, ours, theirCount, theirs] = await Promise.all([
      joust.count(table, where),
      joust.values(table, key, where),
      client.count(table, where),
      client.values(table, key, where),
    ]);
    return { joust: [count, ...ours], lancedb: [theirCount, ...theirs], note: `${count} rows` };
  });

/** All rows that hold one of the words, with their scores. */
export const words = (joust, client, table, key, column, text, where) =>
  check(`words '${text}'${where === undefined ? '' : ` where ${where}`}`, async () => {
    const filtered = where === undefined ? [] : ['--where', where];
    const ours = await joust.ask(
      ...['search', table, '--fts', text, '--fts-column', column, '--select', key, '--limit', MORE_THAN_ALL],
      ...filtered,
    );
    let query = (await client.table(table)).query().fullTextSearch(text, { columns: [column] });
    query = where === undefined ? query : query.where(where);
    const theirs = await query.select([key, '_score']).limit(MORE_THAN_ALL).toArray();
    return { joust: scores(ours, key), lancedb: scores(theirs, key) };
  });

function scores(rows, key) {
  return new Near(Object.fromEntries(rows.map((row) => [row[key], row._score])), SCORE_TOLERANCE);
}

/**
 * The rows nearest to the vector of a row, without that row. Of rows at the same distance as the last one, either side
 * may choose others, so that of these only the distances are compared.
 */
export const nearest = (joust, client, table, key, column, rowId, options = {}) =>
  check(`nearest in ${column} to row ${rowId}${described(options)}`, async () => {
    const { vector, value } = await like(client, table, key, column, rowId);
    const ours = await joust.ask(
      ...['search', table, '--like', rowId, '--vector-column', column, '--select', key, '--limit', NEIGHBOURS],
      ...(options.exact ? ['--exact'] : ['--nprobes', ALL_PARTS]),
      ...(options.metric ? ['--metric', options.metric] : []),
      ...(options.refine ? ['--refine', options.refine] : []),
      ...(options.where ? ['--where', options.where] : []),
    );
    const isOther = `${key} <> ${typeof value === 'string' ? `'${value}'` : value}`;
    let query = (await client.table(table)).query().nearestTo(vector).column(column).limit(NEIGHBOURS);
    query = options.exact ? query.bypassVectorIndex() : query.nprobes(ALL_PARTS);
    query = options.metric ? query.distanceType(options.metric) : query;
    query = options.refine ? query.refineFactor(options.refine) : query;
    // Which candidates an index gives depends on how many it is asked for, so the row is left out before, as by joust.
    query = query.where(options.where ? `(${options.where}) AND ${isOther}` : isOther);
    const theirs = await query.select([key, '_distance']).toArray();
    return { joust: neighbours(ours, key), lancedb: neighbours(theirs, key) };
  });

function described({ exact, metric, refine, where }) {
  const parts = [exact ? 'exact' : 'by index', metric, refine && `refine ${refine}`, where && `where ${where}`];
  return ` (${parts.filter(Boolean).join(', ')})`;
}

async function like(client, table, key, column, rowId) {
  const rows = await client.rows(table, { select: [key, column] });
  const row = rows.find((one) => Number(one._rowid) === rowId);
  return { vector: Array.from(row[column]), value: row[key] };
}

function neighbours(rows, key) {
  const last = rows.at(-1)?._distance;
  const numbers = rows.map((row, i) => {
    const isTied = Math.abs(row._distance - last) <= SCORE_TOLERANCE;
    return [isTied ? `#${i}` : row[key], row._distance];
  });
  return new Near(Object.fromEntries(numbers), SCORE_TOLERANCE);
}
