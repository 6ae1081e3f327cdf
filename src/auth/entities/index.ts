import { ApiKey } from './api-key.entity.js';
import { Session } from './session.entity.js';

/** The tables of who may do what. */
export const accessEntities = [ApiKey, Session];
