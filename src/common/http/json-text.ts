/** A body that is JSON already: written as it is, whole, with its length. */
export class JsonText {
  constructor(
    readonly text: string,
    /** Headers beside Content-Type and Content-Length. */
    readonly headers: Record<string, string> = {},
    /** What stands for it, where it is read and may be kept. */
    readonly etag?: string,
    /** Where it isn't the route's own. */
    readonly status?: number,
  ) {}
}

/** A JSON body that comes in pieces: written as fast as the reader takes it. */
export class JsonStream {
  constructor(readonly pieces: AsyncIterable<string>) {}
}
