// SPDX-License-Identifier: Apache-2.0
// What the lake holds: tables, columns, rows, bytes, versions.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from './checks.mjs';
import { plainRows, plainType } from './values.mjs';

const VERSIONS_READ = 5;
const IMAGES_READ = 3;

/** Every table, view and table of our own, with its number of rows. */
export const tables = (joust, client) =>
  check('tables and their rows', async () => {
    const ours = await joust.ask('tables', '--all');
    const theirs = [];
    for (const name of await client.names()) {
      theirs.push([name, await client.count(name)]);
    }
    return { joust: ours.map(({ name, rows }) => [name, rows]).sort(), lancedb: theirs };
  });

/** Names, types, NULLs, and which columns are features: those bear the mark that LanceDB's own features have. */
export const columns = (joust, client, table) =>
  check(`columns of ${table}`, async () => {
    const ours = await joust.ask('schema', table);
    const theirs = await client.fields(table);
    return {
      joust: ours.map((c) => [c.name, plainType(c.type), c.nullable, c.feature]),
      lancedb: theirs.map((f) => [f.name, plainType(String(f.type)), f.nullable, f.metadata.has('virtual_column')]),
    };
  });

/** Every value of every row, bytes by their length. */
export const rows = (joust, client, table, name = `every row of ${table}`, version = undefined) =>
  check(name, async () => {
    const at = version === undefined ? [] : ['--version', version];
    return {
      joust: plainRows(await joust.ask('query', table, '--row-id', ...at)),
      lancedb: plainRows(await client.rows(table, { version })),
    };
  });

/** A view is a table that holds what its filter finds in the version of the source that it was refreshed from. */
export const view = (joust, client, { view: name, source, where, source_version: version }, key) =>
  check(`every row of view ${name}, which are those of its source`, async () => {
    const ours = plainRows(await joust.ask('query', name, '--row-id'));
    const theirs = plainRows(await client.rows(name));
    return {
      joust: [...ours, ours.map((row) => row[key]).sort()],
      lancedb: [...theirs, await client.values(source, key, where ?? undefined, version)],
      note: `${ours.length} rows`,
    };
  });

/** The bytes of a few images, by their SHA-256. */
export async function images(joust, client, table, column) {
  const found = await client.rows(table, { select: [column] });
  const chosen = [0, Math.floor(found.length / 2), found.length - 1].slice(0, IMAGES_READ).map((at) => found[at]);
  return chosen.map((row) =>
    check(`bytes of ${column} in row ${row._rowid}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'joust-interop-'));
      try {
        const file = join(folder, 'image');
        await joust.ask('blob', table, row._rowid, '--column', column, '--out', file);
        return { joust: sha256(await readFile(file)), lancedb: sha256(row[column]) };
      } finally {
        await rm(folder, { recursive: true });
      }
    }),
  );
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The list of versions, then the rows of a few of them, the first and the last among these. */
export async function versions(joust, client, table, key) {
  const numbers = (await (await client.table(table)).listVersions()).map(({ version }) => version);
  const withKey = [];
  for (const version of spread(numbers, VERSIONS_READ)) {
    if ((await client.fields(table, version)).some(({ name }) => name === key)) {
      withKey.push(version);
    }
  }
  const list = check(`versions of ${table}`, async () => ({
    joust: (await joust.ask('versions', table)).map(({ version }) => version).sort((a, b) => a - b),
    lancedb: numbers.sort((a, b) => a - b),
  }));
  return [list, ...withKey.map((version) => rows(joust, client, table, `rows of version ${version}`, version))];
}

function spread(numbers, count) {
  const last = numbers.length - 1;
  const chosen = Array.from({ length: count }, (_, i) => numbers[Math.round((i * last) / (count - 1))]);
  return [...new Set(chosen)];
}
