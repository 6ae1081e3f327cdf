/** Why a text is not JSON: where, in bytes from its start, and what should have stood there. */
export class JsonError extends Error {
  constructor(
    readonly offset: number,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`at byte ${offset}: expected ${expected}, found ${found}`);
  }
}

/** What each state of the parser's waits for; both of its layers name theirs at the end of their messages. */
const EXPECTED: [state: RegExp, expected: string][] = [
  [/^(START|BOM|BOM_OR_START|VALUE)$/, 'a value'],
  [/^KEY$/, 'a name in double quotes'],
  [/^COLON$/, 'a colon'],
  [/^COMMA$/, 'a comma or the end of the object or array'],
  [/^ENDED$/, 'the end of the text'],
  [/^STRING/, 'the rest of a string'],
  [/^NUMBER/, 'the rest of a number'],
  [/^(TRUE|FALSE|NULL)\d$/, 'true, false or null'],
];

/** The tokenizer's between two tokens: what may come there the token parser knows. */
const BETWEEN = /^(START|BOM|BOM_OR_START)$/;

const stateIn = (message: string): string | undefined => /\bstate:? (\w+)/.exec(message)?.[1];

/**
 * Tells an error of @streamparser/json in our words; any other stays what it is. `last`: where the last token
 * began; `complaint`: what the token parser says of a token that it never waits for.
 */
export function toJsonError(error: Error & { code?: string }, last: number, complaint: () => string): Error {
  const { message } = error;
  if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new JsonError(last, 'UTF-8', 'other bytes in the string that begins here or next');
  }
  const own = stateIn(message);
  if (own === undefined) return error;
  const state = BETWEEN.test(own) ? (stateIn(complaint()) ?? own) : own;
  const expected = EXPECTED.find(([form]) => form.test(state))?.[1] ?? 'JSON';
  const offset = Number(/absolute position "(\d+)"/.exec(message)?.[1] ?? last);
  const found = /^Unexpected (.*?) (at chunk|in state)/s.exec(message)?.[1];
  return new JsonError(offset, expected, found ?? 'the end of the text');
}
