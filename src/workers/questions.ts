/** The other end of the channel between a worker and the primary: a worker's `process`, or one of cluster's workers. */
export interface Peer {
  send?(message: object): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Milliseconds for an answer: a worker that is slower has stopped, or nearly. */
export const PATIENCE = 2000;

interface Message {
  question?: string;
  answer?: unknown;
  /** What the answer is to. */
  id: number;
}

let asked = 0;

/** Has a question answered whenever the peer asks it. */
export function answer(peer: Peer, question: string, how: () => Promise<unknown>): void {
  peer.on('message', (message) => {
    const { question: given, id } = message as Message;
    if (given !== question) return;
    // Who asks in vain, since there is an error here or nobody there any more, stops waiting.
    how().then(
      (found) => peer.send!({ answer: found, id }),
      () => undefined,
    );
  });
}

/** Asks the peer; rejects where no answer comes in time: `patience`, in milliseconds. */
export function ask<Answer>(peer: Peer, question: string, patience = PATIENCE): Promise<Answer> {
  const id = ++asked;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(reject, new Error(`Nobody says ${question}`)), patience);
    const listen = (message: unknown): void => {
      const given = message as Message;
      if (given.id === id && !given.question) end(resolve, given.answer as Answer);
    };
    function end<Result>(settle: (result: Result) => void, result: Result): void {
      clearTimeout(timer);
      peer.off('message', listen);
      settle(result);
    }
    peer.on('message', listen);
    peer.send!({ question, id });
  });
}
