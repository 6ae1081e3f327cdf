import type { Answer } from '../api-client.js';

/** A request and its answer. */
export interface Exchange {
  method: string;
  /** Path and query, as sent. */
  url: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body?: string | Buffer;
  answer: Answer;
}

export const pathOf = ({ url }: Exchange): string => url.split('?', 1)[0]!;

/** Without its parameters, in lower case. */
export const mediaType = (contentType = ''): string => contentType.split(';', 1)[0]!.trim().toLowerCase();
