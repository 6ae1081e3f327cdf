import { Pager } from '../../dist/src/common/paging/pager.js';
import { AppearanceReads } from '../../dist/src/identity/appearance-reads.js';
import { IdentityReads } from '../../dist/src/identity/identity-reads.js';

/** What the service asks PostgreSQL, as it asks it: its own reads, over a reader that takes down what they want. */
export class Questions {
  constructor(client) {
    this.client = client;
    const pager = new Pager(this);
    this.appearances = new AppearanceReads(pager);
    this.identities = new IdentityReads({ OUTPUT_DIR: '/output' }, this, pager, { of: () => '' });
  }

  /** The statement behind a read, with its values: `read` gets the service's classes. */
  async of(read) {
    this.asked = [];
    await read(this);
    return this.asked[0];
  }

  async rows({ name, text }, values) {
    this.asked.push({ name, text, values });
    return (await this.client.query({ name, text, values })).rows;
  }

  shared(statement, values) {
    return this.rows(statement, values);
  }

  async one(statement, values) {
    const asked = values.map((value, nth) => (nth < statement.own ? [value] : value));
    return (await this.rows(statement, asked))[0];
  }
}
