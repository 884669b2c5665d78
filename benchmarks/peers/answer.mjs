// SPDX-License-Identifier: Apache-2.0
// Answers the questions that come as lines of JSON, by LanceDB's own client, each with the time that it took.
import { createInterface } from 'node:readline';
import * as lancedb from '@lancedb/lancedb';

const [lake, name] = process.argv.slice(2);
const table = await (await lancedb.connect(lake)).openTable(name);

const near = ({ vector, probes, refine }) => {
  const query = table.query().nearestTo(vector).column('vector').distanceType('l2').nprobes(probes);
  return refine === undefined ? query : query.refineFactor(refine);
};

const ask = async (question) => {
  let query = question.vector
    ? near(question)
    : table.query().fullTextSearch(question.words, { columns: ['words'] });
  query = question.filter === undefined ? query : query.where(question.filter);
  const score = question.vector ? '_distance' : '_score';
  const rows = await query.select(['id', 'words', score]).limit(question.limit).toArray();
  return rows.filter((row) => row.words !== '').map((row) => Number(row.id));
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  question.vector &&= Float32Array.from(question.vector);
  const start = process.hrtime.bigint();
  const ids = await ask(question);
  const nanos = Number(process.hrtime.bigint() - start);
  process.stdout.write(`${JSON.stringify({ ids, nanos })}\n`);
}
