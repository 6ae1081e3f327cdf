/** A sentence with its place in time, in seconds, and its speaker, where known. */
interface Sentence {
  start_time: number;
  end_time: number;
  speaker: string | null;
  text: string;
}

/** The reference's form of a sentence, its seconds rounded: `[213s-214s] Cary Grant: "Olá!"` */
export function textContent({ start_time, end_time, speaker, text }: Sentence): string {
  const place = `[${Math.round(start_time)}s-${Math.round(end_time)}s]`;
  return `${place} ${speaker === null ? '' : `${speaker}: `}"${text}"`;
}
