import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What can travel in a header: visible ASCII. */
export const API_KEY = /^[\x21-\x7e]{32,}$/;

/** 256 random bits behind a prefix by which a secret scanner can find it. */
const newKey = (): string => `momentry_${randomBytes(32).toString('base64url')}`;

/**
 * The API key kept in `file`, made at the first start. Written beside and linked: of two processes starting
 * at once one makes the key and both use it, and a crash leaves no half of one.
 */
export async function readOrMakeApiKey(file: string): Promise<string> {
  return (await read(file)) ?? (await make(file));
}

async function read(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined && !API_KEY.test(text.trim()))
    throw new Error(`${file} holds no API key: remove it for a new one`);
  return text?.trim();
}

async function make(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}.new`;
  await writeFile(draft, `${newKey()}\n`, { mode: 0o600, flush: true });
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await read(file))!;
}
