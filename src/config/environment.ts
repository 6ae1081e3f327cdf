import { API_KEY } from '../auth/api-key.file.js';
import { isTrustableProxy } from './trust-proxy.js';
import { applyDecorators } from '@nestjs/common';
import { plainToInstance, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
  validateSync,
} from 'class-validator';
import { availableParallelism } from 'node:os';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export const LOG_FORMATS = ['json', 'text'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Digits that make a number from `min` to `max`. */
function WholeNumber(min: number, max: number, or = ''): PropertyDecorator {
  const message = `$property must be a whole number from ${min} to ${max}${or}`;
  const toNumber = ({ value }: { value: unknown }): unknown =>
    typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  const rules = [IsInt({ message }), Min(min, { message }), Max(max, { message })];
  return applyDecorators(Transform(toNumber), ...rules);
}

/** How many proxies there are before the service, or their addresses. */
function ProxyList(): PropertyDecorator {
  const defaultMessage = (): string =>
    'TRUST_PROXY must be a number of proxies from 1 to 9, or a list of addresses, subnets, loopback, linklocal or uniquelocal';
  return ValidateBy({ name: 'proxyList', validator: { validate: isTrustableProxy, defaultMessage } });
}
/** As many processes as the machine has cores. */
const auto = ({ value }: { value: unknown }): unknown => (value === 'auto' ? availableParallelism() : value);

/** What the service takes from its environment. The README's table lists the same variables. */
export class Environment {
  /** TCP port, 0 to 65535; 0 lets the system choose. */
  @WholeNumber(0, 65535) PORT: number = 3002;

  /** Address to listen on: loopback unless told otherwise. */
  @IsNotEmpty() HOST: string = '127.0.0.1';

  /** Folder of what the service keeps: the API key and, without DATABASE_URL, the embedded PostgreSQL. */
  @IsNotEmpty() DATA_DIR: string = './data';

  /** Folder of identity files and profile images. DATA_DIR/output unless told otherwise. */
  @IsNotEmpty() OUTPUT_DIR: string;

  /** A PostgreSQL server (15 or later) to use instead of the embedded one. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must start with postgres:// or postgresql://' })
  DATABASE_URL?: string;

  /** Processes that serve, over one database. */
  @Transform(auto) @WholeNumber(1, 128, ', or auto') WORKERS: number = 1;

  /** Connections for requests, of all processes together. Two are the least: those who write take three quarters of them. */
  @WholeNumber(2, 256) DATABASE_POOL_SIZE: number = 16;

  /**
   * Pieces of bulk work (ingest, export, deleting a file) at a time, of all processes together. Each has a connection; up
   * to as many more have one after they had to wait for a lock.
   */
  @WholeNumber(1, 64) DATABASE_BULK_POOL_SIZE: number = 4;

  /**
   * Requests that may wait for a connection, and changes that may wait for a lock, in all processes together; more are
   * refused. For one lock half of them may wait.
   */
  @WholeNumber(1, 100_000) DATABASE_QUEUE_SIZE: number = 512;

  /** Seconds for which a request waits for a connection, or to write. */
  @WholeNumber(1, 600) DATABASE_QUEUE_TIMEOUT: number = 5;

  /** Seconds for which a request waits for locks that others hold. */
  @WholeNumber(1, 600) DATABASE_LOCK_TIMEOUT: number = 5;

  /** Seconds that a statement of a request may take. */
  @WholeNumber(1, 3600) DATABASE_STATEMENT_TIMEOUT: number = 30;

  /** Requests in progress at once, in all processes together; more are refused. */
  @WholeNumber(16, 1_000_000) MAX_REQUESTS: number = 4096;

  /** Milliseconds by which the event loop may be late on average, over a second; later, requests are refused. */
  @WholeNumber(10, 60_000) MAX_EVENT_LOOP_DELAY: number = 500;

  /** Seconds that running requests have when the service is told to end. */
  @WholeNumber(0, 3600) SHUTDOWN_TIMEOUT: number = 8;

  /** TCP port on which /metrics is served without a key; 0 lets the system choose. */
  @IsOptional() @WholeNumber(0, 65535) METRICS_PORT?: number;

  /** Address for METRICS_PORT. */
  @IsNotEmpty() METRICS_HOST: string = '127.0.0.1';

  /** The API key, instead of the one made at the first start. It travels in a header: visible ASCII only. */
  @IsOptional()
  @Matches(API_KEY, {
    message: 'MOMENTRY_API_KEY must be 32 or more visible ASCII characters without spaces',
  })
  MOMENTRY_API_KEY?: string;

  /** The proxies whose X-Forwarded-* headers are believed: none unless told. */
  @IsOptional()
  @ProxyList()
  TRUST_PROXY?: string;

  /** The least severe messages to log. */
  @IsIn(LOG_LEVELS) LOG_LEVEL: LogLevel = 'log';

  /** Log lines for programs (a JSON object each) or for people: text on a terminal, json elsewhere, unless told. */
  @IsOptional() @IsIn(LOG_FORMATS) LOG_FORMAT?: LogFormat;

  /** Requests a minute that each API key may make; 0: as many as it likes. */
  @WholeNumber(0, 1_000_000) RATE_LIMIT_PER_KEY: number = 0;

  /** Requests a minute that each address may make, whatever they ask for; 0: as many as it likes. */
  @WholeNumber(0, 1_000_000) RATE_LIMIT_PER_ADDRESS: number = 0;

  /** Wrong API keys a minute that each address may send and learn that they are wrong; 0: as many as it likes. */
  @WholeNumber(0, 1_000_000) RATE_LIMIT_FAILED_KEYS: number = 20;

  /** A Redis in which all processes count together what the rate limits count. */
  @IsOptional()
  @Matches(/^rediss?:\/\//, { message: 'REDIS_URL must start with redis:// or rediss://' })
  REDIS_URL?: string;

  /** Origins whose pages may call the service, separated by commas, or `*` for all; none unless told. */
  @IsOptional()
  @Matches(/^(\*|https?:\/\/[^\s,/]+(,https?:\/\/[^\s,/]+)*)$/, {
    message: 'CORS_ORIGINS must be * or origins such as https://example.org, separated by commas',
  })
  CORS_ORIGINS?: string;

  /** Seconds for the head of a request to come. */
  @WholeNumber(1, 3600) HEADERS_TIMEOUT: number = 20;

  /** Seconds for the body of a request to come; rows that are ingested may take longer. */
  @WholeNumber(1, 3600) BODY_TIMEOUT: number = 300;

  /** Seconds for which a reader may take nothing of an answer, or a sender of rows send nothing. */
  @WholeNumber(1, 3600) IDLE_TIMEOUT: number = 60;

  /** Seconds for which a connection is kept for the next request. */
  @WholeNumber(1, 3600) KEEP_ALIVE_TIMEOUT: number = 65;
}

/** Reads the environment once. Throws one error that names everything wrong with it; an empty variable counts as unset. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const environment = plainToInstance(Environment, given, { exposeDefaultValues: true });
  environment.OUTPUT_DIR ??= `${environment.DATA_DIR}/output`;
  const faults = validateSync(environment, { stopAtFirstError: true }).flatMap((error) =>
    Object.values(error.constraints ?? {}),
  );
  if (faults.length > 0) throw new Error(`The environment is not usable:\n  ${faults.join('\n  ')}`);
  return environment;
}
