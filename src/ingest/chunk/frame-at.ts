/**
 * The frame at some seconds of an incoming chunk `i` of the file `f`, rounded down. As numeric, which has the 15
 * digits that count: 1.16 seconds at 100 frames a second are 116 frames, where binary fractions make 115.99….
 */
export const frameAt = (seconds: string): string => `floor((${seconds} * coalesce(i.fps, f.fps))::numeric)`;
