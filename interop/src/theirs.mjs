// SPDX-License-Identifier: Apache-2.0
// The other direction: a table and its indexes that LanceDB's client wrote, without stable row ids.
import { Bool, Field, FixedSizeList, Float32, Int64, List, Schema, Utf8 } from 'apache-arrow';
import * as contents from './contents.mjs';
import { lancedb } from './lancedb.mjs';
import { filter, nearest, words } from './searches.mjs';

const TABLE = 'theirs';
const KEY = 'name';
const ROWS = 600;
const DIMENSION = 16;

const SCHEMA = new Schema([
  new Field('name', new Utf8(), false),
  new Field('number', new Int64(), true),
  new Field('text', new Utf8(), true),
  new Field('seen', new Bool(), true),
  new Field('tags', new List(new Field('item', new Utf8(), true)), true),
  new Field('vector', new FixedSizeList(DIMENSION, new Field('item', new Float32(), true)), true),
]);

const WORDS = ['rain', 'night', 'street', 'tunnel', 'bridge', 'snow', 'crossing'];

/** Makes the table and asks both sides. */
export async function writtenByLancedb(checks, joust, client) {
  const table = await client.create(TABLE, lancedb.makeArrowTable(rowsOf(ROWS), { schema: SCHEMA }));
  const { Index } = lancedb;
  await table.createIndex('vector', { config: Index.ivfPq({ numPartitions: 4, numSubVectors: 4 }) });
  await table.createIndex('text', { config: Index.fts({ withPosition: true }) });
  await table.createIndex('number', { config: Index.btree() });
  await table.createIndex('seen', { config: Index.bitmap() });
  await table.createIndex('tags', { config: Index.labelList() });
  await table.delete('number % 50 = 7');
  await checks.run("A table and its indexes that LanceDB's client wrote", [
    contents.tables(joust, client),
    contents.columns(joust, client, TABLE),
    contents.rows(joust, client, TABLE),
    filter(joust, client, TABLE, KEY, 'number > 300 AND seen'),
    filter(joust, client, TABLE, KEY, 'number IS NULL'),
    filter(joust, client, TABLE, KEY, "array_has(tags, 'snow')"),
    words(joust, client, TABLE, KEY, 'text', 'snow bridge'),
    words(joust, client, TABLE, KEY, 'text', 'tunnel', 'seen'),
    nearest(joust, client, TABLE, KEY, 'vector', 5, { refine: 1 }),
    nearest(joust, client, TABLE, KEY, 'vector', 5, { refine: 20 }),
    nearest(joust, client, TABLE, KEY, 'vector', 5, { exact: true }),
    nearest(joust, client, TABLE, KEY, 'vector', 9, { refine: 20, where: 'number < 300' }),
    ...(await contents.versions(joust, client, TABLE, KEY)),
  ]);
}

function rowsOf(count) {
  return Array.from({ length: count }, (_, i) => {
    const word = (step) => WORDS[(i * step + Math.floor(i / 5)) % WORDS.length];
    return {
      name: `row-${String(i).padStart(4, '0')}`,
      number: i % 11 === 0 ? null : BigInt(i),
      text: i % 13 === 0 ? null : `${word(1)} ${word(3)} and ${word(5)}`,
      seen: i % 7 === 0 ? null : i % 3 === 0,
      tags: i % 17 === 0 ? null : [word(2), word(4)],
      vector: Array.from({ length: DIMENSION }, (__, at) => Math.fround(Math.sin((i + 1) * (at + 1) * 0.37))),
    };
  });
}
