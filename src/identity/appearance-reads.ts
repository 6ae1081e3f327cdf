import { Injectable } from '@nestjs/common';
import type { JsonStream, JsonText } from '../common/http/json-text.js';
import type { PageQuery } from '../common/paging/page.query.js';
import { Pager } from '../common/paging/pager.js';
import type { AppearanceInFileQuery } from './dto/appearance.query.js';
import { chunksListing, facesListing, filesListing } from './listings/appearances.listing.js';

/** Reads where an identity appears: in which files, with which faces, and what was said meanwhile. */
@Injectable()
export class AppearanceReads {
  constructor(private readonly pager: Pager) {}

  files(uuid: string, query: PageQuery, url: string): Promise<JsonText | JsonStream> {
    return this.pager.pageOrWhole(filesListing(uuid), query, url);
  }

  faces(uuid: string, query: AppearanceInFileQuery, url: string): Promise<JsonText | JsonStream> {
    return this.pager.pageOrWhole(facesListing(uuid, query.file_uuid), query, url);
  }

  chunks(uuid: string, query: AppearanceInFileQuery, url: string): Promise<JsonText | JsonStream> {
    return this.pager.pageOrWhole(chunksListing(uuid, query.file_uuid), query, url);
  }
}
