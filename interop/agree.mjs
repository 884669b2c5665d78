// SPDX-License-Identifier: Apache-2.0
// Asks Joust and LanceDB's own client the same questions of the same lake and compares the answers.
//
//     node agree.mjs LAKE JOUST
//
// LAKE is the lake of `joust demo`, which stays as it is: what changes something works on a copy. JOUST is the launcher.
import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterChanges } from './src/changes.mjs';
import { Checks } from './src/checks.mjs';
import * as contents from './src/contents.mjs';
import { Joust } from './src/joust.mjs';
import { Client } from './src/lancedb.mjs';
import { filter, nearest, words } from './src/searches.mjs';
import { writtenByLancedb } from './src/theirs.mjs';
import { viewsOfBoth } from './src/views.mjs';

const TABLE = 'bdd100k';
const KEY = 'image_id';

const FILTERS = [
  "timeofday = 'night'",
  "timeofday = 'night' AND has_person",
  "has_person AND person_bbox_area_pct < 1.0 AND split = 'train'",
  'person_bbox_area_pct IS NULL',
  'has_rider IS NOT TRUE',
  'ann_categories IS NULL',
  "array_has(ann_categories, 'person')",
  'array_length(ann_categories) > 5',
  "scene_description LIKE '%rainy%'",
  "weather IN ('rainy', 'snowy') OR scene = 'highway'",
  "image_id > '8' AND NOT has_rider",
];

if (process.argv.length !== 4) {
  console.error('usage: node agree.mjs LAKE JOUST');
  process.exit(2);
}
const [lake, launcher] = process.argv.slice(2).map((path) => resolve(path));
const isFolder = await stat(join(lake, `${TABLE}.lance`)).then((found) => found.isDirectory(), () => false);
if (!isFolder) {
  console.error(`Cannot read the lake '${lake}': it has no table '${TABLE}'; make one with joust demo`);
  process.exit(2);
}

const checks = new Checks();
const scratch = await mkdtemp(join(tmpdir(), 'joust-interop-'));
try {
  await asMade();
  const copy = join(scratch, 'copy');
  await cp(lake, copy, { recursive: true });
  await afterChanges(checks, new Joust(launcher, copy), await Client.connect(copy), TABLE, KEY);
  const views = join(scratch, 'views');
  await cp(lake, views, { recursive: true });
  await viewsOfBoth(checks, new Joust(launcher, views), await Client.connect(views), TABLE, KEY);
  const theirs = join(scratch, 'theirs');
  await writtenByLancedb(checks, new Joust(launcher, theirs), await Client.connect(theirs));
} finally {
  await rm(scratch, { recursive: true, force: true });
}
process.exitCode = checks.close();

async function asMade() {
  const joust = new Joust(launcher, lake);
  const client = await Client.connect(lake);
  const views = await joust.ask('view', 'list');

  await checks.run('What the lake holds', [
    contents.tables(joust, client),
    ...[TABLE, views[0].view].map((name) => contents.columns(joust, client, name)),
    contents.rows(joust, client, TABLE),
    ...views.map((view) => contents.view(joust, client, view, KEY)),
    ...(await contents.images(joust, client, TABLE, 'image_bytes')),
    ...(await contents.versions(joust, client, TABLE, KEY)),
  ]);

  await checks.run('Filters', FILTERS.map((where) => filter(joust, client, TABLE, KEY, where)));

  await checks.run('Words', [
    words(joust, client, TABLE, KEY, 'scene_description', 'rainy night'),
    words(joust, client, TABLE, KEY, 'scene_description', 'clear city streets'),
    words(joust, client, TABLE, KEY, 'scene_description', 'snowy highway', 'has_person'),
    words(joust, client, TABLE, KEY, 'scene_description', 'helicopter'),
  ]);

  await checks.run('Vectors', [
    nearest(joust, client, TABLE, KEY, 'dhash', 0),
    nearest(joust, client, TABLE, KEY, 'dhash', 0, { exact: true }),
    nearest(joust, client, TABLE, KEY, 'dhash', 7, { exact: true, metric: 'cosine' }),
    nearest(joust, client, TABLE, KEY, 'dhash', 7, { where: "timeofday = 'night' AND has_person" }),
  ]);
}
