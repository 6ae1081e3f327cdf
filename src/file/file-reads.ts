import { Injectable } from '@nestjs/common';
import { fileNotFound } from '../common/errors/problems.js';
import { tagOfText } from '../common/http/entity-tag.js';
import { JsonText } from '../common/http/json-text.js';
import type { PageQuery } from '../common/paging/page.query.js';
import { Pager } from '../common/paging/pager.js';
import { Reader } from '../database/reader.js';
import type { Statement } from '../database/statement.js';
import { filesListing } from './listings/files.listing.js';
import { fileFields } from './presenters/file.presenter.js';

/** The answer that is about one file. */
export const FILE: Statement = {
  name: 'file',
  text: `SELECT row_to_json(r)::text AS body
    FROM file f CROSS JOIN LATERAL (SELECT true AS success, ${fileFields}) r
    WHERE f.file_uuid = $1`,
};

/** Reads files. The bodies are made by PostgreSQL and pass through untouched. */
@Injectable()
export class FileReads {
  constructor(
    private readonly reader: Reader,
    private readonly pager: Pager,
  ) {}

  async file(uuid: string): Promise<JsonText> {
    const [row] = await this.reader.rows<{ body: string }>(FILE, [uuid]);
    if (!row) throw fileNotFound(uuid);
    return new JsonText(row.body, {}, tagOfText(row.body));
  }

  list(query: PageQuery, url: string): Promise<JsonText> {
    return this.pager.page(filesListing(), query, 'files', url);
  }
}
