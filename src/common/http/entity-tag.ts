import xxhash from 'xxhash-wasm';

const hasher = await xxhash();

/** The tags that a header names; `*` stands for any. */
export type EntityTags = '*' | string[];

/** One tag (RFC 9110, 8.8.3) and the comma behind it. */
const TAG = /[\s,]*((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")\s*(?:,|$)/y;

/** Reads If-Match or If-None-Match; undefined where it isn't a list of tags. */
export function parseTags(header: string): EntityTags | undefined {
  if (header.trim() === '*') return '*';
  const tags: string[] = [];
  TAG.lastIndex = 0;
  while (TAG.lastIndex < header.length) {
    const tag = TAG.exec(header)?.[1];
    if (tag === undefined) return undefined;
    tags.push(tag);
  }
  return tags.length > 0 ? tags : undefined;
}

/** The tag without the mark of a weak one: what a weak comparison looks at. */
export const withoutMark = (tag: string): string => (tag.startsWith('W/') ? tag.slice('W/'.length) : tag);

/** Whether If-None-Match says that the client has what bears this tag. What can't be read says nothing. */
export function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header === tag) return true;
  const tags = parseTags(header);
  return tags === '*' || (tags ?? []).some((each) => withoutMark(each) === withoutMark(tag));
}

/**
 * The tag of a text: the same in every process. XXH64, as a cryptographic hash takes several times as long, and
 * nobody gains by two texts with one tag.
 */
export const tagOfText = (text: string): string => `"${hasher.h64ToString(text)}"`;
