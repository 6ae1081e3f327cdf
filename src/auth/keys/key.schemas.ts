import { SCOPES } from '../scopes.js';

/** What names may look like, in a URL and on a command line. */
export const NAME_PATTERN = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$';
export const NAME_FAULT =
  'must be 1 to 64 letters, digits, dots, hyphens or underscores, the first a letter or digit';

export const KEY_NAME = { type: String, pattern: NAME_PATTERN, example: 'importer' } as const;
export const KEY_PREFIX = {
  type: String,
  pattern: '^momentry_[0-9a-f]{16}$',
  example: 'momentry_5f0c1a9be2d37468',
} as const;
export const KEY_SCOPES = {
  enum: [...SCOPES],
  enumName: 'Scope',
  isArray: true,
  example: ['identity:read', 'ingest'],
};
