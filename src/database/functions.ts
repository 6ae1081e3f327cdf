import { BIND_TOGETHER } from '../identity/binding/bind-together.function.js';

/**
 * Our functions in the database, as statements that make them. They belong to the program, not to the schema: whoever
 * starts it makes them anew when the migrations are made, whose tables they need. One that takes or returns something
 * else needs another name: processes of the release before may still be calling it.
 */
export const functions = [BIND_TOGETHER];
