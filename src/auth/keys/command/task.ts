import type { Type } from '@nestjs/common';
import { Problem } from '../../../common/errors/problem.js';
import { strict } from '../../../common/validation/pipes.js';
import { CreateKeyDto } from '../create-key.dto.js';
import type { KeysService } from '../keys.service.js';
import { RotateQuery } from '../rotate.query.js';
import { printIssued, printKeys } from './print.js';

/** What `npm run key` was told to do. */
export type Task = (keys: KeysService) => Promise<void>;

interface Options {
  name?: string;
  scope?: string[];
  expires?: string;
  grace?: string;
}

/** What can be done, with the options of each. */
const ACTIONS: Record<string, string[]> = {
  create: ['name', 'scope', 'expires'],
  list: [],
  rotate: ['grace'],
  revoke: [],
};

/** Reads a command line, before anything is started; throws where it isn't one. */
export async function readTask([action = '', ...names]: string[], options: Options): Promise<Task> {
  const known = ACTIONS[action];
  if (!known) throw new Error(`Say what is to be done: ${Object.keys(ACTIONS).join(', ')}.`);
  const stray = Object.keys(options).find((option) => !known.includes(option));
  if (stray) throw new Error(`${action} takes no --${stray}.`);
  if (action === 'rotate' || action === 'revoke') return taskFor(action, names, options);
  if (names.length > 0) throw new Error(`${action} takes no ${names[0]}.`);
  return action === 'create' ? create(options) : async (keys) => printKeys(await keys.list());
}

async function taskFor(action: 'rotate' | 'revoke', names: string[], options: Options): Promise<Task> {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) throw new Error('Name one key.');
  return action === 'rotate' ? rotate(name, options) : revoke(name);
}

async function create({ name, scope = [], expires }: Options): Promise<Task> {
  const scopes = scope.flatMap((list) => list.split(','));
  const expires_in_days = expires === 'never' ? null : numberOf(expires);
  const key = await judged(CreateKeyDto, { name, scopes, expires_in_days });
  return async (keys) => printIssued(await keys.create(key));
}

async function rotate(name: string, { grace }: Options): Promise<Task> {
  const { grace_hours } = await judged(RotateQuery, { grace_hours: grace });
  return async (keys) => printIssued(await keys.rotate(name, grace_hours));
}

const revoke =
  (name: string): Task =>
  async (keys) =>
    void process.stdout.write(`${(await keys.revoke(name)).message}\n`);

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? text : Number(text || NaN);

/** By the rules of the same over HTTP. */
async function judged<Dto>(metatype: Type<Dto>, value: object): Promise<Dto> {
  try {
    return (await strict.transform(value, { type: 'body', metatype })) as Dto;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { errors = [] } = error.extras;
    throw new Error(errors.map(({ pointer, detail }) => `${pointer.slice(2)} ${detail}`).join('\n'), {
      cause: error,
    });
  }
}
