import { type Tokenizer, TokenType } from '@streamparser/json';

type Token = Parameters<Tokenizer['onToken']>[0];

const AT_FIRST = 512;

/** An array of numbers while it is read, without a token parser's work for each of them. */
export class PackedNumbers {
  private values = new Float32Array(AT_FIRST);
  private count = 0;
  private behindComma = false;

  /** Takes a token between the brackets; false where it isn't one of an array of numbers. */
  take({ token, value }: Token): boolean {
    if (token === TokenType.NUMBER && (this.behindComma || this.count === 0)) {
      if (this.count === this.values.length) this.grow();
      this.values[this.count++] = value as number;
      this.behindComma = false;
      return true;
    }
    const isComma = token === TokenType.COMMA && this.count > 0 && !this.behindComma;
    this.behindComma ||= isComma;
    return isComma;
  }

  /** Whether the closing bracket may come. */
  get isWhole(): boolean {
    return !this.behindComma;
  }

  packed(): Float32Array {
    return this.values.slice(0, this.count);
  }

  /** The tokens that were taken, for a parser that must see them after all. */
  *tokens(): Generator<Token> {
    yield { token: TokenType.LEFT_BRACKET, value: '[' } as Token;
    for (let index = 0; index < this.count; index++) {
      if (index > 0) yield { token: TokenType.COMMA, value: ',' } as Token;
      yield { token: TokenType.NUMBER, value: this.values[index]! } as Token;
    }
    if (this.behindComma) yield { token: TokenType.COMMA, value: ',' } as Token;
  }

  private grow(): void {
    const values = new Float32Array(2 * this.values.length);
    values.set(this.values);
    this.values = values;
  }
}
