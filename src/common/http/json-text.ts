/** A body that is JSON already: written as it is, whole, with its length. */
export class JsonText {
  constructor(
    readonly text: string,
    /** Headers beside Content-Type, Content-Length and those of a cache. */
    readonly headers: Record<string, string> = {},
    /** The ETag where the text is read; made of the text unless told. */
    readonly etag?: string,
  ) {}
}

/** A JSON body that comes in pieces: written as fast as the reader takes it. */
export class JsonStream {
  constructor(readonly pieces: AsyncIterable<string>) {}
}
