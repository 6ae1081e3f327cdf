import { Injectable } from '@nestjs/common';
import type { JsonStream, JsonText } from '../common/http/json-text.js';
import type { PageQuery } from '../common/paging/page.query.js';
import { Pager } from '../common/paging/pager.js';
import type { FileFacesQuery } from './dto/file-faces.query.js';
import { chunksListing, identitiesListing, tracesListing } from './listings/contents.listing.js';
import { facesListing } from './listings/faces.listing.js';

/** Reads what is in a file: who, which faces and traces, and what is said. */
@Injectable()
export class ContentsReads {
  constructor(private readonly pager: Pager) {}

  identities(uuid: string, query: PageQuery, url: string): Promise<JsonText | JsonStream> {
    return this.pager.pageOrWhole(identitiesListing(uuid), query, url);
  }

  faces(uuid: string, query: FileFacesQuery, url: string): Promise<JsonText | JsonStream> {
    return this.pager.pageOrWhole(facesListing(uuid, query.bound), query, url);
  }

  traces(uuid: string, query: PageQuery, url: string): Promise<JsonText | JsonStream> {
    return this.pager.pageOrWhole(tracesListing(uuid), query, url);
  }

  chunks(uuid: string, query: PageQuery, url: string): Promise<JsonText | JsonStream> {
    return this.pager.pageOrWhole(chunksListing(uuid), query, url);
  }
}
