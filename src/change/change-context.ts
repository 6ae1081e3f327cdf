import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import type { Attempt } from '../idempotency/attempt.js';

/** Who makes a change. */
export interface Origin {
  /** The name of the API key, or of the command. */
  api_key: string;
  /** Null where no request makes it. */
  request_id: string | null;
}

/** What a request that makes a change says of it, and is to be answered. */
export interface ChangeRequest {
  headers: IncomingHttpHeaders;
  /** Headers of the answer. */
  answer: Record<string, string>;
  tagOf(revision: string): string;
  /** There where the request has an Idempotency-Key. */
  attempt?: Attempt;
}

interface ChangeContext {
  origin: Origin;
  request?: ChangeRequest;
}

const contexts = new AsyncLocalStorage<ChangeContext>();
let running = 0;

/**
 * Makes changes for somebody: whatever the work does, down to its statements, can ask for whom. While no work is
 * running, contexts are off: on Node 20 they make every promise of the process dearer, also those of reads.
 */
export async function changing<Result>(context: ChangeContext, work: () => Promise<Result>): Promise<Result> {
  running++;
  try {
    return await contexts.run(context, work);
  } finally {
    if (--running === 0) contexts.disable();
  }
}

/** Makes changes for a command. */
export const changingAs = <Result>(command: string, work: () => Promise<Result>): Promise<Result> =>
  changing({ origin: { api_key: command, request_id: null } }, work);

/** For whom the running work makes changes. */
export function origin(): Origin {
  const context = contexts.getStore();
  if (!context)
    throw new Error('A change is made for nobody: its route lacks `change`, or its command a name');
  return context.origin;
}

/** The request for which the running work makes changes, if one does. */
export const changeRequest = (): ChangeRequest | undefined => contexts.getStore()?.request;

/** Whether the running request asks more of its transaction than the change: that it is wanted still, or made once. */
export function isParticular(): boolean {
  const { headers, attempt } = changeRequest() ?? {};
  return attempt !== undefined || ['if-match', 'if-none-match'].some((name) => headers?.[name] !== undefined);
}
