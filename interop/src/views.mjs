// SPDX-License-Identifier: Apache-2.0
// Views of either side, read and refreshed by the other.
import { check } from './checks.mjs';

const NIGHT = "timeofday = 'night'";

/** Makes views on both sides, changes their source, and lets each side refresh what the other made. */
export async function viewsOfBoth(checks, joust, client, table, key) {
  await joust.ask('view', 'create', 'agreed_night', '--from', table, '--where', NIGHT, '--select', `${key},weather`);
  await joust.ask('view', 'create', 'agreed_few', '--from', table, '--select', key, '--limit', 5);
  await joust.ask('view', 'create', 'agreed_some', '--from', table, '--select', key, '--sample', 0.5);
  for (const name of ['agreed_night', 'agreed_few', 'agreed_some']) {
    await joust.ask('view', 'refresh', name);
  }
  await client.createView('agreed_theirs', table, { select: [key, 'weather'], where: NIGHT });
  await checks.run('Views as the other side sees them', [
    check('names of views', async () => ({
      joust: (await joust.ask('view', 'list')).map(({ view }) => view).sort(),
      lancedb: await client.views(),
    })),
    definition(joust, client, 'agreed_night'),
    definition(joust, client, 'agreed_theirs'),
    refused(client, 'agreed_few'),
    refused(client, 'agreed_some'),
  ]);

  await joust.ask('delete', table, '--where', `${NIGHT} AND has_rider`);
  await joust.ask('update', table, '--set', "weather='misty'", '--where', `${NIGHT} AND weather = 'rainy'`);
  await (await client.view('agreed_night')).refresh();
  await joust.ask('view', 'refresh', 'agreed_theirs');
  await checks.run('Views that the other side refreshed', [
    held(joust, client, table, 'agreed_night', key),
    held(joust, client, table, 'agreed_theirs', key),
    check('a refresh by joust after one by LanceDB changes no row', async () => {
      const { added, removed, replaced } = await joust.ask('view', 'refresh', 'agreed_night');
      return { joust: [added, removed, replaced], lancedb: [0, 0, 0] };
    }),
  ]);
}

const definition = (joust, client, name) =>
  check(`definition of ${name}`, async () => {
    const ours = await joust.ask('view', 'show', name);
    const theirs = await (await client.view(name)).definition();
    return {
      joust: [ours.source, ours.where, ours.columns],
      lancedb: [theirs.sourceTable, theirs.filter ?? null, theirs.projections.map(([output]) => output)],
    };
  });

/** What the client cannot express it must not refresh. */
const refused = (client, name) =>
  check(`a refresh of ${name} by LanceDB is refused`, async () => {
    const why = await (await client.table(name)).schema().then(
      async () =>
        client.view(name).then(
          (view) => view.refresh().then(() => 'it was refreshed', (error) => error.message),
          (error) => error.message,
        ),
    );
    return { joust: true, lancedb: why.includes("'joust_select'"), note: why };
  });

/** The rows of a view on both sides, and those of its source now. */
const held = (joust, client, table, name, key) =>
  check(`rows of ${name}, which are those of its source`, async () => ({
    joust: [await pairs(await joust.ask('query', name), key), await joust.values(table, key, NIGHT)],
    lancedb: [await pairs(await client.rows(name), key), await client.values(name, key)],
  }));

const pairs = (rows, key) => rows.map((row) => `${row[key]} ${row.weather}`).sort();
