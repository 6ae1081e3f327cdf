import { CHARADE_ACT_1 } from './charade-act-1.scenes.js';
import { CHARADE_ACT_2 } from './charade-act-2.scenes.js';
import type { Film } from './script.js';

export const CHARADE: Film = {
  file: {
    file_uuid: 'bd80fec92b0b6963d177a2c55bf713e2',
    name: 'Charade (1963).mp4',
    fps: 24,
    duration: 6785,
  },
  scenes: [...CHARADE_ACT_1, ...CHARADE_ACT_2],
};
