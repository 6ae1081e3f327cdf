import type { Answer } from './api-client.js';

const CONCURRENCY = 16;

export type Request = () => Promise<Answer>;

/** Sends requests, many at a time, the last one first; returns how often each status came. */
export async function atOnce(requests: Request[]): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  const left = [...requests];
  const worker = async (): Promise<void> => {
    for (let request = left.pop(); request; request = left.pop()) {
      const { status } = await request();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return statuses;
}
