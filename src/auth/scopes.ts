/** What a key may do. No scope includes another one. */
export const SCOPES = ['identity:read', 'identity:write', 'ingest', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];
