import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { overloaded } from '../common/errors/problems.js';
import { Environment } from '../config/environment.js';
import { HeldLocks } from './held-locks.js';
import { keyOf, type Lock } from './lock.js';
import { LockTicket } from './lock-ticket.js';

/**
 * Milliseconds between two looks at the locks that others hold: doubled with each look, from the least again as soon as
 * another lock is found to be held.
 */
const INTERVAL = { least: 5, most: 50 };

interface Waiter {
  ticket: LockTicket;
  start: () => void;
  refuse: () => void;
  timers: NodeJS.Timeout[];
}

/** Frees what a change has kept from the others of this process. */
type Leave = () => void;

/** Runs around a wait. */
export type Aside = (wait: () => Promise<void>) => Promise<void>;

/**
 * Changes wait here for their locks: in the process, without a connection and without a turn to write, so that they
 * delay no request that needs other locks. Changes that name the same lock run one at a time. A lock that somebody else
 * holds (another process, an import, psql) is noticed when a change runs into a lock timeout. From then on no change
 * tries to take it; one statement looks at all such locks until they are free.
 *
 * Changes start in the order of their arrival, each as soon as all of its locks are free. A change that waits for a lock
 * that another process or bulk work holds does not keep its other locks from the changes behind it.
 */
@Injectable()
export class LockQueue implements OnApplicationShutdown {
  /** Changes refused since the start, at once or at their deadlines. */
  refused = 0;
  private readonly waiters = new Set<Waiter>();
  /** By lock, in the order of arrival. */
  private readonly queues = new Map<string, Waiter[]>();
  /** By lock, the change of this process that has it. */
  private readonly inUse = new Map<string, LockTicket>();
  /** Locks that others hold, as far as is known. */
  private readonly held = new Map<string, Lock>();
  private readonly places: number;
  /** Milliseconds. */
  private readonly patience: number;
  private interval = INTERVAL.least;
  private look: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly heldLocks: HeldLocks,
    { DATABASE_QUEUE_SIZE, DATABASE_LOCK_TIMEOUT }: Environment,
  ) {
    this.places = DATABASE_QUEUE_SIZE;
    this.patience = DATABASE_LOCK_TIMEOUT * 1000;
  }

  /** Changes that wait. */
  get waiting(): number {
    return this.waiters.size;
  }

  onApplicationShutdown(): void {
    this.close();
  }

  /** Refuses the changes that wait, and those that would wait from now on. */
  close(): void {
    this.closed = true;
    clearTimeout(this.look);
    for (const { refuse } of this.waiters) refuse();
  }

  /** For a change that comes now. `isPatient`: it waits for as long as it takes. */
  ticket(locks: Lock[], { isShared = false, isPatient = false } = {}): LockTicket {
    return new LockTicket(locks, isPatient ? Infinity : performance.now() + this.patience, isShared);
  }

  /**
   * Resolves when a change may be tried. The result must be called at the end of the try. Rejects with a 503 at the
   * ticket's deadline, or at once where too many wait. `aside` runs around the wait, if there is one.
   */
  async enter(ticket: LockTicket, aside: Aside = (wait) => wait()): Promise<Leave> {
    const { keys, isShared } = ticket;
    if (this.mayStart(ticket)) this.use(ticket);
    else await aside(() => this.wait(ticket));
    return () => {
      if (isShared) return;
      for (const key of keys) this.inUse.delete(key);
      this.wake(keys);
    };
  }

  /**
   * Has a change that met a lock timeout wait for the locks that are held, or, where none of them is, for a while: what
   * it met is unknown then. `more`: locks that it turned out to need.
   */
  async blocked(ticket: LockTicket, more: Lock[]): Promise<void> {
    ticket.timeouts++;
    ticket.needs(more);
    if (!(await this.findHeld(ticket.locks))) ticket.pause();
  }

  /** Whether any of the locks is held. Changes that need those that are wait from now on. */
  async findHeld(locks: Lock[]): Promise<boolean> {
    const held = await this.heldLocks.among(locks);
    if (held.length > 0) this.keepHeld(held);
    return held.length > 0;
  }

  private keepHeld(locks: Lock[]): void {
    for (const lock of locks) this.held.set(keyOf(lock), lock);
    this.interval = INTERVAL.least;
    clearTimeout(this.look);
    this.lookLater();
    this.wakeBehind(locks.map(keyOf));
  }

  private lookLater(): void {
    if (!this.closed) this.look = setTimeout(() => void this.lookAtHeld(), this.interval).unref();
    this.interval = Math.min(this.interval * 2, INTERVAL.most);
  }

  /** Where the database cannot be asked, everything stays as it is: waiters have deadlines. */
  private async lookAtHeld(): Promise<void> {
    const asked = [...this.held.values()];
    const held = await this.heldLocks.among(asked).catch(() => asked);
    const stillHeld = new Set(held.map(keyOf));
    const free = asked.map(keyOf).filter((key) => !stillHeld.has(key));
    const forgotten = [...stillHeld].filter((key) => !this.queues.has(key));
    for (const key of [...free, ...forgotten]) this.held.delete(key);
    this.wake(free);
    clearTimeout(this.look);
    if (this.held.size > 0) this.lookLater();
  }

  private mayStart(ticket: LockTicket): boolean {
    if (!this.isDue(ticket)) return false;
    const isFree = (key: string): boolean => !this.inUse.has(key) && !this.isClaimed(key, ticket);
    return ticket.isShared || ticket.keys.every(isFree);
  }

  /** Whether only other changes of this process keep it waiting. */
  private isDue({ keys, notBefore }: LockTicket): boolean {
    return notBefore <= performance.now() && !keys.some((key) => this.held.has(key));
  }

  /** Whether a change that came before waits for the lock and only for changes of this process that end soon. */
  private isClaimed(key: string, { nth }: LockTicket): boolean {
    const queue = this.queues.get(key) ?? [];
    return queue.some(({ ticket }) => ticket.nth < nth && this.isDue(ticket) && !this.isBehindBulk(ticket));
  }

  /** Whether it waits for bulk work, which may take minutes. */
  private isBehindBulk({ keys }: LockTicket): boolean {
    return keys.some((key) => this.inUse.get(key)?.isPatient);
  }

  private use(ticket: LockTicket): void {
    if (ticket.isShared) return;
    for (const key of ticket.keys) this.inUse.set(key, ticket);
    if (ticket.isPatient) this.wakeBehind(ticket.keys);
  }

  /** Starts changes that waiters of these locks no longer keep from their other locks. */
  private wakeBehind(keys: string[]): void {
    const queues = keys.flatMap((key) => this.queues.get(key) ?? []);
    this.wake([...new Set(queues.flatMap(({ ticket }) => ticket.keys))]);
  }

  /** Starts waiters of the locks that may start. */
  private wake(keys: string[]): void {
    for (const key of keys) {
      for (const waiter of [...(this.queues.get(key) ?? [])]) {
        // One that has started may have started others of this queue.
        if (this.waiters.has(waiter) && this.mayStart(waiter.ticket)) waiter.start();
      }
    }
  }

  private async wait(ticket: LockTicket): Promise<void> {
    if (this.closed || this.isFull(ticket)) {
      this.refused++;
      throw overloaded();
    }
    return new Promise((resolve, reject) => {
      const start = (): void => {
        this.remove(waiter);
        this.use(ticket);
        resolve();
      };
      const refuse = (): void => {
        this.refused++;
        this.remove(waiter);
        this.wake(ticket.keys);
        reject(overloaded());
      };
      const waiter = { ticket, start, refuse, timers: [] };
      this.add(waiter);
    });
  }

  /** Waiters for one lock get half of the places at the most: others must find one. */
  private isFull({ keys }: LockTicket): boolean {
    const isLong = (key: string): boolean => (this.queues.get(key)?.length ?? 0) >= this.places / 2;
    return this.waiters.size >= this.places || keys.some(isLong);
  }

  private add(waiter: Waiter): void {
    const { ticket, refuse, timers } = waiter;
    this.waiters.add(waiter);
    for (const key of ticket.keys) {
      const queue = this.queues.get(key) ?? [];
      this.queues.set(key, queue);
      queue.splice(queue.findLastIndex((other) => other.ticket.nth < ticket.nth) + 1, 0, waiter);
    }
    const now = performance.now();
    if (ticket.deadline < Infinity) timers.push(setTimeout(refuse, ticket.deadline - now));
    if (ticket.notBefore > 0) timers.push(setTimeout(() => this.unpause(waiter), ticket.notBefore - now));
  }

  private unpause({ ticket, start }: Waiter): void {
    ticket.notBefore = 0;
    if (this.mayStart(ticket)) start();
  }

  private remove(waiter: Waiter): void {
    waiter.timers.forEach(clearTimeout);
    this.waiters.delete(waiter);
    for (const key of waiter.ticket.keys) {
      const left = this.queues.get(key)!.filter((other) => other !== waiter);
      if (left.length > 0) this.queues.set(key, left);
      else this.queues.delete(key);
    }
  }
}
