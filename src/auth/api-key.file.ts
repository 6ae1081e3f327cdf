import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nameOfDraft, writeWhole } from '../storage/write-whole.js';

/** What can travel in a header: visible ASCII. */
export const API_KEY = /^[\x21-\x7e]{32,}$/;

/** 256 random bits behind a prefix by which a secret scanner can find it. */
const newKey = (): string => `momentry_${randomBytes(32).toString('base64url')}`;

/** The draft of a key, as releases up to 1.0 called it. */
const FORMER_DRAFT = /\.[0-9a-f-]{36}\.new$/;

/**
 * The API key kept in `file`, made at the first start. It is there whole or not at all: of two processes starting
 * at once one makes the key and both use it.
 */
export async function readOrMakeApiKey(file: string): Promise<string> {
  const key = (await read(file)) ?? (await make(file));
  await removeDrafts(file);
  return key;
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
  try {
    writeWhole(file, `${newKey()}\n`, { mode: 0o600, flush: true, replace: false });
  } catch (error) {
    // Another process has made one, and may have removed our draft since.
    const made = await read(file);
    if (made === undefined) throw error;
    return made;
  }
  return (await read(file))!;
}

/** Once there is a key no draft is of use. What can't be removed is no reason not to start. */
async function removeDrafts(file: string): Promise<void> {
  const names = await readdir(dirname(file)).catch(() => []);
  const drafts = names.filter(
    (name) => (nameOfDraft(name) ?? name.replace(FORMER_DRAFT, '')) === basename(file),
  );
  const others = drafts.filter((name) => name !== basename(file));
  await Promise.allSettled(others.map((name) => rm(join(dirname(file), name))));
}
