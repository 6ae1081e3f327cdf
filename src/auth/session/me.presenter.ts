import type { Principal } from '../principal.js';
import type { MeResponse } from './session.response.js';

/** Who somebody is, and what they may do until when. */
export const presentPrincipal = ({ name, prefix, scopes, by, expires }: Principal): MeResponse => ({
  success: true,
  name,
  prefix,
  scopes: [...scopes],
  authenticated_by: by,
  expires_at: Number.isFinite(expires) ? `${new Date(expires).toISOString().slice(0, 19)}Z` : null,
});
