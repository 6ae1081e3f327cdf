import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that one connection may have in progress. The next one is read when one of them has been answered. */
const MAX_OF_CONNECTION = 16;
/**
 * Requests of all connections that may be in progress beside another one of their own connection. Above it each
 * connection has one, so that a client that sends one at a time does not wait for all that the others have sent.
 */
const MAX_BESIDE = 64;

/** Limits the requests that each connection of a server has in progress. */
export class Pipelines {
  /** Requests in progress beside another one of their connection. */
  beside = 0;
  private readonly pipelines = new WeakMap<object, Pipeline>();
  /** Those that may read on. One does in each turn of the event loop, so that no other client waits for all of them. */
  private readonly due: Pipeline[] = [];

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => this.pipelines.set(socket, new Pipeline(socket, this)));
  }

  /** That of the connection on which a request came. */
  of({ socket }: IncomingMessage): Pipeline {
    return this.pipelines.get(socket)!;
  }

  readSoon(pipeline: Pipeline): void {
    this.due.push(pipeline);
    if (this.due.length === 1) setImmediate(this.nextTurn);
  }

  private readonly nextTurn = (): void => {
    this.due.shift()!.readOn();
    if (this.due.length > 0) setImmediate(this.nextTurn);
  };
}

/** Where the head of a request ends, so that the next one can begin. */
const END_OF_HEAD = Buffer.from('\r\n\r\n');
/** Bytes of a chunked body that are handed on at least: it may be full of what looks like the end of a head. */
const MIN_PIECE = 1024;
const NOTHING = Buffer.alloc(0);

/**
 * One connection: hands what it brings to node's parser, head by head, and stops reading while enough of its requests
 * are in progress. Node would make requests of all that one read brings, up to 2,400, before anybody could stop it.
 */
export class Pipeline {
  private inProgress = 0;
  private last: IncomingMessage | undefined;
  /** Bytes that the body of the last request still has, where its head says how many; else 0. */
  private bodyLeft = 0;
  private unread: Buffer = NOTHING;
  /** Waits for an answer, and then for its turn. */
  private isHeld = false;
  private isDue = false;
  private isClosing = false;
  private readonly parse: (bytes: Buffer) => void;

  constructor(
    private readonly socket: Socket,
    private readonly all: Pipelines,
  ) {
    this.parse = socket.listeners('data')[0] as (bytes: Buffer) => void;
    socket.off('data', this.parse);
    socket.on('data', (bytes) => this.take(bytes));
    socket.on('resume', () => this.read());
  }

  begins(request: IncomingMessage): void {
    if (this.inProgress++ > 0) this.all.beside++;
    this.last = request;
    this.bodyLeft = Number(request.headers['content-length'] ?? 0);
  }

  /** A request has been answered. */
  ends(): void {
    if (--this.inProgress > 0) this.all.beside--;
    if (this.last?.complete) this.last = undefined;
    if (this.isHeld) this.readSoon();
  }

  /** Makes an answer whose head is yet to be written the last one of the connection: what still comes is dropped. */
  endWith(response: ServerResponse): void {
    response.setHeader('Connection', 'close');
    this.isClosing = true;
  }

  /** Its turn has come. */
  readOn(): void {
    this.isDue = false;
    this.isHeld = false;
    if (this.socket.isPaused()) this.socket.resume();
    else this.read();
  }

  private take(bytes: Buffer): void {
    this.unread = this.unread.length === 0 ? bytes : Buffer.concat([this.unread, bytes]);
    this.read();
  }

  /** Node pauses the socket, too: while its answers or the body of a request are not taken. */
  private read(): void {
    if (this.isDue) return;
    while (this.unread.length > 0 && !this.isOver && !this.isFull && !this.socket.isPaused())
      this.parseNext();
    if (this.isOver) this.unread = NOTHING;
    else if (this.isFull) this.hold();
  }

  private parseNext(): void {
    const end = this.endOfPiece();
    const piece = this.unread.subarray(0, end);
    this.unread = end < this.unread.length ? this.unread.subarray(end) : NOTHING;
    this.parse(piece);
  }

  private endOfPiece(): number {
    if (this.bodyLeft > 0) {
      const end = Math.min(this.bodyLeft, this.unread.length);
      this.bodyLeft -= end;
      return end;
    }
    const found = this.unread.indexOf(END_OF_HEAD, this.isInBody ? MIN_PIECE : 0);
    return found < 0 ? this.unread.length : found + END_OF_HEAD.length;
  }

  private hold(): void {
    this.isHeld = true;
    this.socket.pause();
  }

  private readSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    this.all.readSoon(this);
  }

  private get isInBody(): boolean {
    return this.last !== undefined && !this.last.complete;
  }

  /** A request whose body has not come yet may be the one that all others wait for. */
  private get isFull(): boolean {
    if (this.inProgress === 0 || this.isInBody) return false;
    return this.inProgress >= MAX_OF_CONNECTION || this.all.beside >= MAX_BESIDE;
  }

  /** Behind the end node's parser must not be used: it may be that of another connection by now. */
  private get isOver(): boolean {
    return this.isClosing || this.socket.writableEnded || this.socket.destroyed;
  }
}

/** Whether an answer has to wait for that of an earlier request of its connection. */
export const isBehindAnother = ({ socket }: ServerResponse): boolean => !socket;
