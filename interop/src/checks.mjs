// SPDX-License-Identifier: Apache-2.0
// Runs checks, a few at a time, and prints one line each in the order in which they were given.
import { availableParallelism } from 'node:os';
import { inspect, isDeepStrictEqual } from 'node:util';

const WORKERS = Math.max(2, Math.min(4, availableParallelism?.() ?? 2));

/** A question with two answers that must be equal: `ask` returns `{ joust, lancedb }`, both without surprises. */
export const check = (name, ask) => ({ name, ask });

/** What may differ in its last digits: equal when the keys are the same and each number within the tolerance. */
export class Near {
  constructor(numbers, tolerance) {
    this.numbers = numbers;
    this.tolerance = tolerance;
  }

  equals(other) {
    const keys = Object.keys(this.numbers);
    return (
      isDeepStrictEqual(keys.slice().sort(), Object.keys(other.numbers).sort()) &&
      keys.every((key) => Math.abs(this.numbers[key] - other.numbers[key]) <= this.tolerance)
    );
  }
}

/** Counts what passed and failed. */
export class Checks {
  passed = 0;
  failed = 0;

  /** Runs checks that do not disturb each other. */
  async run(heading, checks) {
    console.log(`\n${heading}`);
    const outcomes = checks.map(() => deferred());
    let next = 0;
    const worker = async () => {
      for (let i = next++; i < checks.length; i = next++) {
        outcomes[i].resolve(await outcome(checks[i]));
      }
    };
    const workers = Array.from({ length: WORKERS }, worker);
    for (const { promise } of outcomes) {
      this.#print(await promise);
    }
    await Promise.all(workers);
  }

  #print({ name, note, why }) {
    if (why === undefined) {
      this.passed++;
      console.log(`  ok    ${name}${note ? `: ${note}` : ''}`);
    } else {
      this.failed++;
      console.log(`  FAIL  ${name}: ${why}`);
    }
  }

  /** Prints the sums and returns the exit status. */
  close() {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

async function outcome({ name, ask }) {
  try {
    const { joust, lancedb, note } = await ask();
    if (joust === undefined || lancedb === undefined) {
      return { name, why: 'one side gave no answer' };
    }
    const same = joust instanceof Near ? joust.equals(lancedb) : isDeepStrictEqual(joust, lancedb);
    return same ? { name, note: note ?? brief(joust) } : { name, why: difference(joust, lancedb) };
  } catch (error) {
    return { name, why: String(error?.message ?? error).trim() };
  }
}

function difference(joust, lancedb) {
  if (Array.isArray(joust) && Array.isArray(lancedb)) {
    if (joust.length !== lancedb.length) {
      return `joust has ${joust.length} and lancedb ${lancedb.length} entries`;
    }
    const at = joust.findIndex((entry, i) => !isDeepStrictEqual(entry, lancedb[i]));
    return `entry ${at} differs: joust ${show(joust[at])}, lancedb ${show(lancedb[at])}`;
  }
  return `joust ${show(joust)}, lancedb ${show(lancedb)}`;
}

function brief(answer) {
  if (answer instanceof Near) {
    return `${Object.keys(answer.numbers).length} rows`;
  }
  if (Array.isArray(answer)) {
    return `${answer.length} alike`;
  }
  return typeof answer === 'string' ? answer.slice(0, 16) : show(answer);
}

const show = (value) =>
  inspect(value instanceof Near ? value.numbers : value, { breakLength: Infinity, depth: 4, maxArrayLength: 12 });

function deferred() {
  const made = {};
  made.promise = new Promise((resolve) => (made.resolve = resolve));
  return made;
}
