import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { JsonError, toJsonError } from './json-error.js';
import { PackedNumbers } from './packed-numbers.js';

type Token = Parameters<Tokenizer['onToken']>[0];
export type FoundValue = Parameters<TokenParser['onValue']>[0];

/** Bytes of one value at the most, as far as it is kept: what is longer is none of ours, and would fill the memory. */
const MAX_VALUE_BYTES = 16 * 1024 * 1024;

/** Levels of objects and arrays at most. No format has a hundred; the parser keeps each, and a text may be all of them. */
const MAX_DEPTH = 16_384;

export interface JsonReaderOptions {
  /** Which values to hand over, as they become complete (`$.frames.*`); nothing else is kept in memory. */
  paths: string[];
  onValue: (found: FoundValue) => void;
  /** The name whose arrays of numbers come packed, as Float32Array: less time, and a fraction of the memory. */
  packed?: string;
  /** Told the names of the outermost object's members. */
  onName?: (name: string) => void;
}

/**
 * Reads a JSON text piece by piece, with @streamparser/json. Throws JsonError where it is none, also where it
 * ends too early.
 */
export class JsonReader {
  /** Bytes read. */
  bytes = 0;
  /** Whether the text is an array; undefined until its first token. */
  isArray: boolean | undefined;
  /** Where the last token began. */
  private last = 0;
  /** Whether what is read now is kept until it is handed over, and where that begins. */
  private isKept = true;
  private begun = 0;
  private depth = 0;
  private text: unknown;
  private isPackedNext = false;
  private numbers: PackedNumbers | undefined;
  private readonly tokenizer = new Tokenizer({ numberBufferSize: 64, stringBufferSize: 4096 });
  private readonly parser: TokenParser;

  constructor(private readonly options: JsonReaderOptions) {
    this.parser = new TokenParser({ paths: options.paths, keepStack: false });
    this.parser.onValue = (found) => {
      this.begun = this.last;
      options.onValue(found);
    };
    this.tokenizer.onToken = (token) => (this.numbers ? this.pack(token, this.numbers) : this.take(token));
  }

  write(piece: Uint8Array): void {
    this.attempt(() => this.tokenizer.write(piece));
    this.bytes += piece.length;
    const begun = this.isKept ? this.begun : this.last;
    if (this.bytes - begun > MAX_VALUE_BYTES) {
      throw new JsonError(begun, `at most ${MAX_VALUE_BYTES / 1024 / 1024} MiB of one value`, 'more');
    }
  }

  end(): void {
    this.last = this.bytes;
    this.attempt(() => this.tokenizer.end());
    // It may have ended a number.
    this.last = this.bytes;
    if (this.numbers) this.unpack(this.numbers);
    if (!this.parser.isEnded) this.attempt(() => this.parser.end());
    if (this.isArray === undefined) throw new JsonError(this.bytes, 'a value', 'the end of the text');
  }

  private take(token: Token): void {
    const { token: type, value, offset } = token;
    this.last = offset ?? this.last;
    this.isArray ??= type === TokenType.LEFT_BRACKET;
    if (type === TokenType.LEFT_BRACKET && this.isPackedNext) {
      this.isPackedNext = false;
      this.numbers = new PackedNumbers();
      return;
    }
    if (type === TokenType.LEFT_BRACE || type === TokenType.LEFT_BRACKET) this.descend();
    else if (type === TokenType.RIGHT_BRACE || type === TokenType.RIGHT_BRACKET) this.depth--;
    else if (type === TokenType.COLON && this.depth === 1) this.takeName(this.text as string);
    this.isPackedNext = type === TokenType.COLON && this.text === this.options.packed;
    this.text = value;
    this.parser.write(token);
  }

  private descend(): void {
    if (++this.depth > MAX_DEPTH) throw new JsonError(this.last, `at most ${MAX_DEPTH} levels`, 'more');
  }

  /** Of a member of the outermost object. */
  private takeName(name: string): void {
    this.options.onName?.(name);
    this.begun = this.last;
    this.isKept = this.options.paths.some((path) => {
      const [, first = name] = path.split('.');
      return first === '*' || first === name;
    });
  }

  private pack(token: Token, numbers: PackedNumbers): void {
    this.last = token.offset ?? this.last;
    if (numbers.take(token)) return;
    if (token.token === TokenType.RIGHT_BRACKET && numbers.isWhole) {
      this.numbers = undefined;
      // The parser takes any value for that of a scalar.
      this.parser.write({ token: TokenType.NUMBER, value: numbers.packed() } as unknown as Token);
      return;
    }
    this.unpack(numbers);
    this.take(token);
  }

  /** Not an array of numbers alone: it goes the ordinary way. */
  private unpack(numbers: PackedNumbers): void {
    this.numbers = undefined;
    for (const token of numbers.tokens()) this.attempt(() => this.take(token));
  }

  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw toJsonError(error as Error, this.last, () => this.complaint());
    }
  }

  /** What the parser says of a token that it never waits for: its state. */
  private complaint(): string {
    try {
      if (this.numbers) this.unpack(this.numbers);
      this.parser.write({ token: TokenType.SEPARATOR, value: '?' });
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  }
}
