/** Schemas and examples that the answers share. The examples are the demo's. */
export const CARY = 'a9a901056d6b46ff92da0c3c1a57dff4';
export const CHARADE = 'bd80fec92b0b6963d177a2c55bf713e2';
/** The face on a poster: whoever tries a deletion does not miss it. */
export const POSTER = 'b70a4e2c86d5413f9e18f0673bc5d29a';
/** A trailer: nor does anybody miss this file. */
export const TRAILER = 'c7514e0fa83d92b6e01f7d48359acb62';

export const UUID = { type: String, pattern: '^[0-9a-f]{32}$' } as const;
export const COUNT = { type: 'integer', minimum: 0 } as const;
/** Frames, from 0. */
export const FRAME = { type: 'integer', minimum: 0 } as const;
/** Confidence. */
export const SHARE = { type: Number, minimum: 0, maximum: 1 } as const;
