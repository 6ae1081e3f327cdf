import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { framesOf } from './film.js';
import { textsOf } from './formats.js';

/** Characters gathered before they are written. */
const PIECE = 256 * 1024;

/** Writes a film in some forms at once: `[form, path]` of each. Returns how many faces it has. */
export async function writeFilm(film, targets) {
  const outputs = targets.map(([form, path]) => new Output(form(film), path));
  let count = 0;
  for (const frame of framesOf(film)) {
    count += frame.faces.length;
    const texts = textsOf(frame.faces);
    for (const output of outputs) await output.add(frame, texts);
  }
  for (const output of outputs) await output.end();
  return count;
}

/** A file in one of the forms. */
class Output {
  constructor(form, path) {
    this.form = form;
    this.stream = createWriteStream(path);
    this.text = form.before();
  }

  async add(frame, texts) {
    this.text += this.form.of(frame, texts);
    if (this.text.length < PIECE) return;
    const isRoomy = this.stream.write(this.text);
    this.text = '';
    if (!isRoomy) await once(this.stream, 'drain');
  }

  async end() {
    this.stream.end(this.text + this.form.behind());
    await once(this.stream, 'close');
  }
}
