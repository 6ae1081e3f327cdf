import type { Address, Worker } from 'node:cluster';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Environment } from '../config/environment.js';
import { Seat } from './seat.js';
import { shareOf } from './share.js';

/** The workers, which listen on one port. */
export class Crew {
  private readonly seats: Seat[];
  private port?: number;

  constructor(
    private readonly environment: Environment,
    onStart: (worker: Worker) => void,
    giveUp: () => Promise<void>,
  ) {
    const variables = (): NodeJS.ProcessEnv => ({ ...shareOf(environment), PORT: String(this.port) });
    this.seats = Array.from({ length: environment.WORKERS }, () => new Seat(variables, onStart, giveUp));
  }

  /** The first worker prepares all that the others need. Undefined where it could not, which it has told. */
  async start(): Promise<Address | undefined> {
    this.port = await chosenPort(this.environment);
    const [first, ...others] = this.seats;
    const address = await first!.take('first');
    if (!address) return undefined;
    await Promise.all(others.map((seat) => seat.take('another')));
    return address;
  }

  /** Resolves when all have finished and gone. */
  async leave(): Promise<void> {
    await Promise.all(this.seats.map((seat) => seat.leave()));
  }
}

/** Which port the system would choose, for all workers and those that replace them. */
async function chosenPort({ PORT, HOST }: Environment): Promise<number> {
  if (PORT !== 0) return PORT;
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
