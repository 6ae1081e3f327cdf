import { Injectable } from '@nestjs/common';
import { identityNotFound } from '../common/errors/problems.js';
import { JsonText } from '../common/http/json-text.js';
import { Pager } from '../common/paging/pager.js';
import { Environment } from '../config/environment.js';
import { type JointStatement, jointStatement } from '../database/joint-statement.js';
import { Reader } from '../database/reader.js';
import type { IdentitiesQuery } from './dto/identities.query.js';
import type { SearchQuery } from './dto/search.query.js';
import { IdentityTags } from './identity-tags.js';
import { identitiesListing } from './listings/identities.listing.js';
import { isNamed } from './listings/of-identity.js';
import { searchListing } from './listings/search.listing.js';
import { identityFields, identityFileFields } from './presenters/identity.presenter.js';

const oneIdentity = (name: string, fields: string): JointStatement =>
  jointStatement({
    name,
    select: `
      SELECT i.revision, row_to_json(r)::text AS body
      FROM identity i CROSS JOIN LATERAL (SELECT ${fields}) r
      WHERE ${isNamed('$1')}`,
    types: ['uuid'],
  });

interface Row {
  revision: string;
  body: string;
}

const IDENTITY = oneIdentity('identity', `true AS success, ${identityFields('$2')}`);
const IDENTITY_FILE = oneIdentity('identity_file', identityFileFields('$2'));

/** Reads identities. The bodies are made by PostgreSQL and pass through untouched. */
@Injectable()
export class IdentityReads {
  constructor(
    private readonly environment: Environment,
    private readonly reader: Reader,
    private readonly pager: Pager,
    private readonly tags: IdentityTags,
  ) {}

  identity(uuid: string): Promise<JsonText> {
    return this.one(IDENTITY, uuid);
  }

  identityFile(uuid: string): Promise<JsonText> {
    return this.one(IDENTITY_FILE, uuid);
  }

  list(query: IdentitiesQuery, url: string): Promise<JsonText> {
    return this.pager.page(identitiesListing(query, this.environment.OUTPUT_DIR), query, 'identities', url);
  }

  search(query: SearchQuery, url: string): Promise<JsonText> {
    return this.pager.page(searchListing(query.q), query, 'results', url);
  }

  private async one(statement: JointStatement, uuid: string): Promise<JsonText> {
    const row = await this.reader.one<Row>(statement, [uuid, this.environment.OUTPUT_DIR]);
    if (!row) throw identityNotFound(uuid);
    return new JsonText(row.body, {}, this.tags.of(row.revision));
  }
}
