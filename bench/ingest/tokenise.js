import { Tokenizer } from '@streamparser/json';
import { createReadStream } from 'node:fs';

/** Merely tokenises a file, with the options and the pieces of the import, and does nothing with the tokens. */
const tokenizer = new Tokenizer({ numberBufferSize: 64, stringBufferSize: 4096 });
tokenizer.onToken = () => {};
for await (const piece of createReadStream(process.argv[2], { highWaterMark: 256 * 1024 })) {
  tokenizer.write(piece);
}
tokenizer.end();
