// SPDX-License-Identifier: Apache-2.0
// Their side: LanceDB's own client.
import * as lancedb from '@lancedb/lancedb';

const ALL_NAMES = 100_000;

export { lancedb };

/** Asks one lake. Each question opens its table anew, so that it sees the newest version. */
export class Client {
  #connection;

  constructor(connection) {
    this.#connection = connection;
  }

  static async connect(lake) {
    return new Client(await lancedb.connect(lake));
  }

  async names() {
    return (await this.#connection.tableNames({ limit: ALL_NAMES })).sort();
  }

  async table(name, version) {
    const table = await this.#connection.openTable(name);
    if (version !== undefined) {
      await table.checkout(version);
    }
    return table;
  }

  async create(name, data, options) {
    return this.#connection.createTable(name, data, options);
  }

  async fields(name, version) {
    return (await (await this.table(name, version)).schema()).fields;
  }

  async count(name, where, version) {
    return (await this.table(name, version)).countRows(where);
  }

  async rows(name, { where, select, version } = {}) {
    let query = (await this.table(name, version)).query().withRowId();
    query = where === undefined ? query : query.where(where);
    query = select === undefined ? query : query.select(select);
    return (await query.toArray()).map((row) => row.toJSON());
  }

  /** The names of the views. */
  async views() {
    return (await this.#connection.listMaterializedViews()).sort();
  }

  /** A table as the view that it is. */
  async view(name) {
    return this.#connection.openMaterializedView(name);
  }

  async createView(name, source, options) {
    return this.#connection.createMaterializedView(name, source, options);
  }

  /** The sorted values of one column. */
  async values(name, column, where, version) {
    const rows = await this.rows(name, { where, version, select: [column] });
    return rows.map((row) => row[column]).sort();
  }
}
