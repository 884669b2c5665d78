// SPDX-License-Identifier: Apache-2.0
// Our side: the launcher, asked for JSON.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parseJson } from './values.mjs';

const execute = promisify(execFile);
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** Asks one lake. */
export class Joust {
  #launcher;
  #lake;

  constructor(launcher, lake) {
    this.#launcher = launcher;
    this.#lake = lake;
  }

  /** Runs a command and returns its answer; what it wrote to stderr is the error where it fails. */
  async ask(...words) {
    const args = ['--lake', this.#lake, '--json', ...words.map(String)];
    try {
      const { stdout } = await execute(this.#launcher, args, { maxBuffer: MAX_ANSWER_BYTES });
      return parseJson(stdout);
    } catch (error) {
      const why = `${error.stderr ?? ''}${error.stdout ?? ''}`.trim() || error.message;
      throw new Error(`joust ${words.join(' ')}: ${why}`);
    }
  }

  async count(table, where, ...more) {
    const filter = where === undefined ? [] : ['--where', where];
    return (await this.ask('count', table, ...filter, ...more)).count;
  }

  /** The sorted values of one column. */
  async values(table, column, where, ...more) {
    const filter = where === undefined ? [] : ['--where', where];
    const rows = await this.ask('query', table, '--select', column, ...filter, ...more);
    return rows.map((row) => row[column]).sort();
  }
}
