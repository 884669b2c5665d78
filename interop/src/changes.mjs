// SPDX-License-Identifier: Apache-2.0
// After either side changed the table, the other must read it as before.
import { check } from './checks.mjs';
import * as contents from './contents.mjs';
import { filter, nearest, words } from './searches.mjs';

/** Deletes, updates and compacts by turns. */
export async function afterChanges(checks, joust, client, table, key) {
  const asked = (name) => [
    contents.rows(joust, client, table, `every row ${name}`),
    filter(joust, client, table, key, "timeofday = 'night' AND has_person"),
    filter(joust, client, table, key, "weather = 'hazy'"),
    words(joust, client, table, key, 'scene_description', 'rainy city street'),
    nearest(joust, client, table, key, 'dhash', 0),
  ];

  const versions = (await (await client.table(table)).listVersions()).map(({ version }) => version);
  const before = Math.max(...versions);
  await joust.ask('delete', table, '--where', "timeofday = 'daytime' AND NOT has_person");
  await joust.ask('update', table, '--set', "weather='hazy'", '--where', "weather = 'overcast'");
  await joust.ask('tag', table, 'agreed');
  await checks.run('After joust delete and update', [
    ...asked('after them'),
    tag(joust, client, table, 'agreed'),
    contents.rows(joust, client, table, `rows of version ${before}`, before),
  ]);

  await joust.ask('optimize', table);
  await checks.run('After joust optimize', [
    ...asked('after it'),
    contents.rows(joust, client, table, `rows of version ${before}`, before),
  ]);

  const theirs = await client.table(table);
  await theirs.delete("scene = 'residential' AND has_rider");
  await theirs.update({ where: "timeofday = 'dawn/dusk'", values: { weather: 'hazy' } });
  await checks.run('After delete and update by LanceDB', asked('after them'));

  // It leaves indexes that miss rows; Joust notices, and goes without them or asks for this.
  await (await client.table(table)).optimize();
  await joust.ask('index', 'update', table);
  await checks.run('After optimize by LanceDB and joust index update', asked('after them'));
}

const tag = (joust, client, table, name) =>
  check(`tag ${name}`, async () => ({
    joust: (await joust.ask('versions', table)).find(({ tags }) => tags.includes(name))?.version,
    lancedb: await (await (await client.table(table)).tags()).getVersion(name),
  }));
